namespace OrleansVideo.Streaming;

/// <summary>The stream tokens of the cluster as the dashboard shows them. Counts begin with the limiter's activation, or go on when it moves in good order.</summary>
[GenerateSerializer, Immutable, Alias("StreamLimiterView")]
public sealed record StreamLimiterView
{
    /// <summary>How many tokens there are.</summary>
    [Id(0)] public required int Capacity { get; init; }

    /// <summary>How many are held.</summary>
    [Id(1)] public required int Held { get; init; }

    /// <summary>Frontends that have reported.</summary>
    [Id(2)] public required int Frontends { get; init; }

    /// <summary>Playbacks granted.</summary>
    [Id(3)] public long Granted { get; init; }

    /// <summary>Playbacks refused, by any rule.</summary>
    public long Refused => RefusedFull + RefusedViewer + RefusedAddress + RefusedEvicted;

    /// <summary>Leases that lapsed because their holders fell silent.</summary>
    [Id(5)] public long Expired { get; init; }

    /// <summary>Which activation of the limiter this is, counted over its whole life.</summary>
    [Id(6)] public long Epoch { get; init; }

    /// <summary>Whether it has lately seen in the database that no later one took over, and so grants and renews.</summary>
    [Id(7)] public bool IsSure { get; init; }

    /// <summary>Whether it grants: it does once it knows which leases were held when it took over.</summary>
    [Id(8)] public bool IsGranting { get; init; }

    /// <summary>Viewers who wait for a token.</summary>
    [Id(9)] public int Waiting { get; init; }

    /// <summary>Refused because all tokens were held.</summary>
    [Id(10)] public long RefusedFull { get; init; }

    /// <summary>Refused by the limit per viewer.</summary>
    [Id(11)] public long RefusedViewer { get; init; }

    /// <summary>Refused by the limit per address.</summary>
    [Id(12)] public long RefusedAddress { get; init; }

    /// <summary>Leases taken over from an earlier activation.</summary>
    [Id(13)] public long Recovered { get; init; }

    /// <summary>Leases taken back, by an admin or because their video is in the trash.</summary>
    [Id(14)] public long Revoked { get; init; }

    /// <summary>Refused because an admin had ended the playback a moment before.</summary>
    [Id(15)] public long RefusedEvicted { get; init; }
}
