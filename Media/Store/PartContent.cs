namespace OrleansVideo.Media.Store;

/// <summary>What a finished part file holds.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">The digest of those bytes, lower-case hexadecimal, 64 digits.</param>
public sealed record PartContent(long Length, string Sha256);
