using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// Viewers who were refused a token, first come, first served. A place is kept for one place life after it was last asked
/// for; one who was told to go has as long to take the token. Every operation costs at most the logarithm of the length.
/// </summary>
/// <param name="life">The place life.</param>
internal sealed class WaitingLine(TimeSpan life)
{
    private readonly Dictionary<PlaybackKey, Place> _places = [];
    private readonly LinkedList<Place> _byLastAsked = [];
    private readonly LinkedList<Place> _byTold = [];
    private readonly TicketCounter _tickets = new();

    /// <summary>How many wait.</summary>
    public int Count => _places.Count;

    /// <summary>Places of each viewer.</summary>
    public Tally OfViewer { get; } = new();

    /// <summary>Places of each address.</summary>
    public Tally OfAddress { get; } = new();

    /// <summary>Whether the playback has a place.</summary>
    public bool Has(PlaybackKey playback) => _places.ContainsKey(playback);

    /// <summary>How many are ahead of the playback; of one without a place, all.</summary>
    public int Ahead(PlaybackKey playback) => _places.TryGetValue(playback, out var place) ? _tickets.Before(place.Ticket) : Count;

    /// <summary>Keeps the playback's place, or gives it the last one.</summary>
    public void Enter(PlaybackKey playback, string address, TimeSpan now)
    {
        if (Keep(playback, now)) return;
        if (_tickets.IsFull) Renumber();
        var place = new Place(playback, address, now) { Ticket = _tickets.Next() };
        _places.Add(playback, place);
        _byLastAsked.AddLast(place.AskedNode);
        OfViewer.Add(playback.CountedAs, 1);
        OfAddress.Add(address, 1);
    }

    /// <summary>The playback asks for its place, and so keeps it.</summary>
    /// <returns>Whether it has one.</returns>
    public bool Keep(PlaybackKey playback, TimeSpan now)
    {
        if (!_places.TryGetValue(playback, out var place)) return false;
        place.Asked = now;
        _byLastAsked.Remove(place.AskedNode);
        _byLastAsked.AddLast(place.AskedNode);
        return true;
    }

    /// <summary>The playback, which has a place, was told that a token is there; from the first time on it has one place life to take it.</summary>
    public void Tell(PlaybackKey playback, TimeSpan now)
    {
        var place = _places[playback];
        if (place.Told is not null) return;
        place.Told = now;
        _byTold.AddLast(place.ToldNode);
    }

    /// <summary>The playback waits no more.</summary>
    public void Leave(PlaybackKey playback)
    {
        if (!_places.Remove(playback, out var place)) return;
        _byLastAsked.Remove(place.AskedNode);
        if (place.Told is not null) _byTold.Remove(place.ToldNode);
        _tickets.GiveUp(place.Ticket);
        OfViewer.Add(playback.CountedAs, -1);
        OfAddress.Add(place.Address, -1);
    }

    /// <summary>All who wait, the first one first.</summary>
    public IReadOnlyList<(PlaybackKey Playback, string Address)> InOrder() =>
        [.. _places.Values.OrderBy(place => place.Ticket).Select(place => (place.Playback, place.Address))];

    /// <summary>Drops those who stopped asking, and those who did not take what they were offered.</summary>
    public void Prune(TimeSpan now)
    {
        while (_byLastAsked.First?.Value is { } silent && silent.Asked + life <= now) Leave(silent.Playback);
        while (_byTold.First?.Value is { } idle && idle.Told + life <= now) Leave(idle.Playback);
    }

    private void Renumber()
    {
        var inOrder = _places.Values.OrderBy(place => place.Ticket).ToArray();
        _tickets.Restart(inOrder.Length);
        foreach (var place in inOrder) place.Ticket = _tickets.Next();
    }

    private sealed class Place
    {
        public Place(PlaybackKey playback, string address, TimeSpan asked)
        {
            (Playback, Address, Asked) = (playback, address, asked);
            (AskedNode, ToldNode) = (new(this), new(this));
        }

        public PlaybackKey Playback { get; }

        public string Address { get; }

        public LinkedListNode<Place> AskedNode { get; }

        public LinkedListNode<Place> ToldNode { get; }

        public TimeSpan Asked { get; set; }

        public TimeSpan? Told { get; set; }

        public int Ticket { get; set; }
    }
}

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

/// <summary>How often tokens become free, learned from those that did: for an honest word about when to come back.</summary>
/// <param name="guess">What to take for the time between two, before there were any.</param>
internal sealed class DepartureRate(TimeSpan guess)
{
    /// <summary>How much of the average is the last gap: some ten gaps are remembered.</summary>
    private const double Weight = 0.2;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private TimeSpan _average = guess;
    private TimeSpan? _last;

    /// <summary>Tokens became free.</summary>
    public void Record(int count, TimeSpan now)
    {
        if (count == 0) return;
        if (_last is { } last) _average += Weight * ((now - last) / count - _average);
        _last = now;
    }

    /// <summary>How long until so many more are free, in whole seconds, 1 s to 10 min. A silence longer than the average tells of a slower rate.</summary>
    public TimeSpan Until(int departures, TimeSpan now)
    {
        var silence = _last is { } last ? now - last : TimeSpan.Zero;
        var gap = silence > _average ? silence : _average;
        var first = gap - silence > TimeSpan.Zero ? gap - silence : gap;
        var seconds = Math.Ceiling((first + gap * Math.Max(0, departures - 1)).TotalSeconds);
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 1, Longest.TotalSeconds));
    }
}
