namespace OrleansVideo.Streaming;

/// <summary>A token that is held, as an admin sees it.</summary>
[GenerateSerializer, Immutable, Alias("StreamHolding")]
public sealed record StreamHolding
{
    /// <summary>The lease.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>Who watches what.</summary>
    [Id(1)] public required PlaybackKey Playback { get; init; }

    /// <summary>The viewer's network address.</summary>
    [Id(2)] public required string Address { get; init; }

    /// <summary>The frontend that has sent the most of it; null while the token waits for its playback to turn up at another one.</summary>
    [Id(3)] public Guid? Frontend { get; init; }

    /// <summary>Since when it is held.</summary>
    [Id(4)] public required DateTimeOffset Since { get; init; }

    /// <summary>Requests open under it, by the last heartbeats.</summary>
    [Id(5)] public int Requests { get; init; }

    /// <summary>Bytes sent under it, by the last heartbeats.</summary>
    [Id(6)] public long BytesSent { get; init; }
}
