namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// Numbered tickets, and how many with a lower number are still out: sums over a binary indexed tree (Fenwick, 1994), so
/// that a place in a line of a million costs twenty additions.
/// </summary>
internal sealed class TicketCounter
{
    private const int Smallest = 1024;
    private int[] _sums = new int[Smallest];
    private int _next = 1;

    /// <summary>Whether there is no further number: the tickets that are out have to be numbered again.</summary>
    public bool IsFull => _next == _sums.Length;

    /// <summary>Begins again, with room for this many and as many more.</summary>
    public void Restart(int count)
    {
        _sums = new int[Math.Max(Smallest, checked((count + 1) * 2))];
        _next = 1;
    }

    /// <summary>Hands out the next number, from 1.</summary>
    public int Next()
    {
        Add(_next, 1);
        return _next++;
    }

    /// <summary>Takes a number back.</summary>
    public void GiveUp(int ticket) => Add(ticket, -1);

    /// <summary>How many lower numbers are out.</summary>
    public int Before(int ticket)
    {
        var sum = 0;
        for (var at = ticket - 1; at > 0; at -= at & -at) sum += _sums[at];
        return sum;
    }

    private void Add(int ticket, int change)
    {
        for (var at = ticket; at < _sums.Length; at += at & -at) _sums[at] += change;
    }
}
