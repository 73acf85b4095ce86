namespace OrleansVideo.Deletion;

/// <summary>A shard's work as the dashboard shows it.</summary>
[GenerateSerializer, Immutable, Alias("DeletionShardView")]
public sealed record DeletionShardView
{
    /// <summary>Open rows of this shard's slots, dead letters and held ones apart.</summary>
    [Id(0)] public long Open { get; init; }

    /// <summary>Open rows whose time has come.</summary>
    [Id(1)] public long Due { get; init; }

    /// <summary>Rows given up after the last attempt, waiting for an admin.</summary>
    [Id(2)] public long DeadLetters { get; init; }

    /// <summary>Passes since activation.</summary>
    [Id(3)] public long Passes { get; init; }

    /// <summary>Steps finished since activation.</summary>
    [Id(4)] public long Finished { get; init; }

    /// <summary>Steps that failed since activation and wait for their next attempt.</summary>
    [Id(5)] public long Failed { get; init; }

    /// <summary>When the last pass ended; null before the first.</summary>
    [Id(6)] public DateTimeOffset? LastPass { get; init; }

    /// <summary>Whether a pass runs now.</summary>
    [Id(7)] public bool IsRunning { get; init; }

    /// <summary>When the reminder last ticked; null before the first tick.</summary>
    [Id(8)] public DateTimeOffset? LastTick { get; init; }

    /// <summary>Rows that an admin holds.</summary>
    [Id(9)] public long Held { get; init; }
}
