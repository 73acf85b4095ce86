namespace OrleansVideo.Deletion;

/// <summary>What became of one video's files.</summary>
/// <param name="BytesFreed">Bytes that this removal freed.</param>
/// <param name="Error">Why not all are gone, in words; null when all are.</param>
[GenerateSerializer, Immutable, Alias("RemovalReport")]
public sealed record RemovalReport([property: Id(0)] long BytesFreed, [property: Id(1)] string? Error);
