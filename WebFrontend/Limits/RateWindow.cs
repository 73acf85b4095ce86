namespace OrleansVideo.WebFrontend.Limits;

/// <summary>
/// Counts events by key and refuses those beyond a number in a sliding window of time. The window slides by twelfths, the first of which
/// begins with the first event: so a burst is over exactly one window after its beginning. Bounded, and with the site's clock; decision 25
/// says what is wrong with a <c>PartitionedRateLimiter</c> here.
/// </summary>
/// <typeparam name="TKey">Whose events are counted.</typeparam>
/// <param name="capacity">Keys that are counted at once.</param>
/// <param name="clock">The time.</param>
public sealed class RateWindow<TKey>(int capacity, TimeProvider clock)
    where TKey : notnull
{
    private const int Parts = 12;

    private readonly BoundedTable<TKey, Counts> _table = new(capacity, clock);
    private readonly Lock _lock = new();

    /// <summary>How many keys are counted now.</summary>
    public int Keys
    {
        get
        {
            lock (_lock) return _table.Count;
        }
    }

    /// <summary>Counts one event, unless there were too many.</summary>
    /// <param name="key">Whose it is.</param>
    /// <param name="limit">How many there may be in a window; 0 for any number.</param>
    /// <param name="window">How long it is; the same for all calls.</param>
    /// <returns>Null when it was counted; else when it may come again.</returns>
    public RateRefusal? TryCount(TKey key, int limit, TimeSpan window)
    {
        if (limit == 0) return null;
        lock (_lock)
        {
            if (!_table.TryGet(key, out var counts)) counts = new Counts(clock.GetTimestamp());
            counts.Slide(clock, window);
            if (counts.Wait(clock, limit, window) is { } wait)
            {
                var isFirst = !counts.WasRefused;
                counts.WasRefused = true;
                return new RateRefusal(wait, isFirst);
            }

            counts.Add();
            _table.Set(key, counts, counts.Total, window);
            return null;
        }
    }

    /// <summary>Takes back the event that was counted last and came to nothing.</summary>
    /// <param name="key">Whose it was.</param>
    public void GiveBack(TKey key)
    {
        lock (_lock)
        {
            if (_table.TryGet(key, out var counts)) counts.TakeBack();
        }
    }

    /// <summary>The events of one key, by twelfths of the window; the latest is <c>_latest</c>, counted from <c>_since</c> on.</summary>
    private sealed class Counts(long since)
    {
        private readonly int[] _parts = new int[Parts];
        private long _since = since;
        private long _latest;

        public bool WasRefused { get; set; }

        public int Total { get; private set; }

        public void Slide(TimeProvider clock, TimeSpan window)
        {
            var now = (long)(clock.GetElapsedTime(_since) / (window / Parts));
            for (var part = _latest + 1; part <= now && Total > 0; part++)
            {
                ref var passed = ref _parts[part % Parts];
                if (passed > 0) WasRefused = false;
                Total -= passed;
                passed = 0;
            }

            _latest = now;
            if (Total > 0) return;
            (_since, _latest, WasRefused) = (clock.GetTimestamp(), 0, false);
        }

        /// <summary>Until enough of the oldest have left the window; null when there is room.</summary>
        public TimeSpan? Wait(TimeProvider clock, int limit, TimeSpan window)
        {
            var tooMany = Total - limit + 1;
            if (tooMany <= 0) return null;
            var part = Math.Max(0, _latest - Parts + 1);
            while ((tooMany -= _parts[part % Parts]) > 0) part++;
            return (window / Parts * (part + Parts)) - clock.GetElapsedTime(_since);
        }

        public void Add()
        {
            _parts[_latest % Parts]++;
            Total++;
        }

        public void TakeBack()
        {
            for (var part = _latest; part > _latest - Parts && part >= 0; part--)
            {
                if (_parts[part % Parts] == 0) continue;
                _parts[part % Parts]--;
                Total--;
                return;
            }
        }
    }
}

/// <summary>An event beyond a limit.</summary>
/// <param name="Wait">When it may come again.</param>
/// <param name="IsFirst">Whether it is the first of its key that is refused since there was room: worth a line of the log.</param>
public readonly record struct RateRefusal(TimeSpan Wait, bool IsFirst);
