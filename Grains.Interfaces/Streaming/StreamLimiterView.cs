namespace OrleansVideo.Streaming;

/// <summary>The stream tokens of the cluster as the dashboard shows them.</summary>
[GenerateSerializer, Immutable, Alias("StreamLimiterView")]
public sealed record StreamLimiterView
{
    /// <summary>How many tokens there are.</summary>
    [Id(0)] public required int Capacity { get; init; }

    /// <summary>How many are held.</summary>
    [Id(1)] public required int Held { get; init; }

    /// <summary>Frontends that hold any.</summary>
    [Id(2)] public required int Frontends { get; init; }

    /// <summary>Playbacks granted since activation.</summary>
    [Id(3)] public long Granted { get; init; }

    /// <summary>Playbacks refused since activation, by any rule.</summary>
    [Id(4)] public long Refused { get; init; }

    /// <summary>Leases that lapsed since activation because their holders fell silent.</summary>
    [Id(5)] public long Expired { get; init; }

    /// <summary>Which activation of the limiter this is, counted over its whole life.</summary>
    [Id(6)] public long Epoch { get; init; }

    /// <summary>Whether it has lately seen in the database that no later one took over, and so grants and renews.</summary>
    [Id(7)] public bool IsSure { get; init; }
}
