namespace OrleansVideo.Grains.Streaming;

/// <summary>What a ledger has done since it was opened.</summary>
internal sealed class LedgerCounts
{
    private readonly Dictionary<RefusalCode, long> _refused = [];

    /// <summary>Playbacks granted.</summary>
    public long Granted { get; set; }

    /// <summary>Permits freed because every holder fell silent.</summary>
    public long Expired { get; set; }

    /// <summary>Permits taken over from an earlier limiter.</summary>
    public long Recovered { get; set; }

    /// <summary>Permits taken back.</summary>
    public long Revoked { get; set; }

    /// <summary>Refusals by rule.</summary>
    public IReadOnlyDictionary<RefusalCode, long> Refused => _refused;

    /// <summary>Counts a refusal.</summary>
    public void Refuse(RefusalCode rule) => _refused[rule] = _refused.GetValueOrDefault(rule) + 1;

    /// <summary>Goes on from what an earlier activation had counted.</summary>
    public void CopyFrom(LedgerSnapshot saved)
    {
        (Granted, Expired, Recovered, Revoked) = (saved.Granted, saved.Expired, saved.Recovered, saved.Revoked);
        foreach (var (rule, count) in saved.Refused) _refused[rule] = count;
    }

    /// <summary>Becomes a copy of the other.</summary>
    public void CopyFrom(LedgerCounts other)
    {
        (Granted, Expired, Recovered, Revoked) = (other.Granted, other.Expired, other.Recovered, other.Revoked);
        foreach (var (rule, count) in other.Refused) _refused[rule] = count;
    }
}
