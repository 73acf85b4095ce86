namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// The frontends that a limiter deals with, and whether it knows what all of those hold that an earlier limiter dealt with:
/// each has reported, or their leases have lapsed. Until then it grants nothing.
/// </summary>
/// <param name="listed">Those that the row listed when this limiter took over.</param>
/// <param name="recoversUntil">When the last lease that an earlier limiter can have granted or kept has lapsed.</param>
internal sealed class FrontendRoll(IEnumerable<Guid> listed, TimeSpan recoversUntil)
{
    private readonly Dictionary<Guid, Entry> _entries = listed.ToDictionary(id => id, _ => new Entry { MayHoldOldLeases = true });
    private bool _isRecovered;

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Guid> Ids => _entries.Keys;

    /// <summary>How many have reported.</summary>
    public int Reported => _entries.Values.Count(entry => entry.HasReported);

    /// <summary>Whether every lease of earlier limiters is known or has lapsed. Once true, always true.</summary>
    public bool IsRecovered(TimeSpan now) =>
        _isRecovered = _isRecovered || now >= recoversUntil || !_entries.Values.Any(entry => entry.MayHoldUnknownLeases);

    /// <summary>The frontend; null for one that is not on the roll.</summary>
    public Entry? Find(Guid frontend) => _entries.GetValueOrDefault(frontend);

    /// <summary>Puts a frontend on the roll, which the row lists by now.</summary>
    public void Admit(Guid frontend, TimeSpan now)
    {
        if (_entries.TryGetValue(frontend, out var entry)) entry.Heard = now;
        else _entries.Add(frontend, new Entry { Heard = now });
    }

    /// <summary>Strikes a frontend off: it stops, and believes in no lease any more.</summary>
    public bool Strike(Guid frontend) => _entries.Remove(frontend);

    /// <summary>Strikes off those that have been silent for so long that nothing which they held is valid.</summary>
    /// <returns>Whether there were any.</returns>
    public bool StrikeSilent(TimeSpan now, TimeSpan life)
    {
        if (!IsRecovered(now)) return false;
        var silent = _entries.Where(entry => entry.Value.Heard + life <= now).Select(entry => entry.Key).ToArray();
        foreach (var frontend in silent) Strike(frontend);
        return silent.Length > 0;
    }

    /// <summary>One frontend.</summary>
    internal sealed class Entry
    {
        /// <summary>Whether the row listed it at the take-over: only such a one can hold leases of an earlier limiter.</summary>
        public bool MayHoldOldLeases { get; init; }

        /// <summary>Whether it has told this limiter what it holds.</summary>
        public bool HasReported { get; set; }

        /// <summary>Whether it may still hold leases that this limiter does not know of.</summary>
        public bool MayHoldUnknownLeases => MayHoldOldLeases && !HasReported;

        /// <summary>The number of its last report or heartbeat.</summary>
        public long Number { get; set; }

        /// <summary>When it was last heard.</summary>
        public TimeSpan Heard { get; set; }
    }
}
