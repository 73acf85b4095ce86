namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>
/// Watches over the order in which waiting viewers are let in, by its own count of those who kept asking. A token that is
/// free belongs to the first in the line, the next to the second, and so on; each takes it when it next asks.
/// </summary>
/// <param name="size">Tickets at most.</param>
internal sealed class LineWatch(int size)
{
    private readonly int[] _sums = new int[size + 1];
    private readonly TimeSpan?[] _waiting = new TimeSpan?[size + 1];
    private int _last;
    private int _head = 1;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Viewers let in although there was no free token left for somebody who came earlier.</summary>
    public int Violations { get; private set; }

    /// <summary>Viewers let in while somebody who came earlier had not yet come for a token that was kept for them.</summary>
    public int Overtakings { get; private set; }

    /// <summary>By how much earlier at most such a one had come.</summary>
    public TimeSpan FurthestOvertaking { get; private set; }

    /// <summary>A viewer begins to wait.</summary>
    public int Enter(TimeSpan now)
    {
        _waiting[++_last] = now;
        Change(_last, 1);
        return _last;
    }

    /// <summary>A viewer waits no more.</summary>
    public void Leave(int ticket)
    {
        _waiting[ticket] = null;
        Change(ticket, -1);
        while (_head <= _last && _waiting[_head] is null) _head++;
    }

    /// <summary>A viewer is let in.</summary>
    /// <param name="ticket">Of one who waited; null for one who did not.</param>
    /// <param name="free">How many tokens were free before.</param>
    /// <param name="now">The time.</param>
    public void LetIn(int? ticket, int free, TimeSpan now)
    {
        var earlier = ticket is { } own ? Before(own) : Count;
        if (earlier >= free) Violations++;
        if (earlier == 0) return;
        Overtakings++;
        var gap = (ticket is { } number ? _waiting[number]!.Value : now) - _waiting[_head]!.Value;
        if (gap > FurthestOvertaking) FurthestOvertaking = gap;
    }

    private int Before(int ticket)
    {
        var sum = 0;
        for (var at = ticket - 1; at > 0; at -= at & -at) sum += _sums[at];
        return sum;
    }

    private void Change(int ticket, int by)
    {
        Count += by;
        for (var at = ticket; at < _sums.Length; at += at & -at) _sums[at] += by;
    }
}
