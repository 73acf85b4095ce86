using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>What a frontend knows: whom it serves, and the numbers of its messages.</summary>
internal sealed class SimulatedFrontend
{
    /// <summary>A film of 5 Mbit/s.</summary>
    private const double BytesPerSecond = 625_000;

    private readonly List<SimulatedViewer> _watching = []; // The three lists have an entry for each token, in one order.
    private readonly List<Guid> _leases = [];
    private readonly List<TimeSpan> _since = [];
    private readonly Guid _id = Guid.NewGuid();
    private long _number;

    /// <summary>Its id.</summary>
    public Guid Id => _id;

    /// <summary>Viewers who asked here.</summary>
    public int Asked { get; set; }

    /// <summary>Those of them who got a token.</summary>
    public int Admitted { get; set; }

    /// <summary>The next message's mark.</summary>
    public FrontendMark Next() => new(_id, ++_number, 1);

    /// <summary>A viewer has a token.</summary>
    public void Add(SimulatedViewer viewer, Guid lease, TimeSpan now)
    {
        viewer.Slot = _watching.Count;
        _watching.Add(viewer);
        _leases.Add(lease);
        _since.Add(now);
    }

    /// <summary>The token is given back.</summary>
    /// <returns>Which it was.</returns>
    public Guid Remove(SimulatedViewer viewer)
    {
        var (slot, last, lease) = (viewer.Slot, _watching.Count - 1, _leases[viewer.Slot]);
        _watching[last].Slot = slot;
        (_watching[slot], _leases[slot], _since[slot]) = (_watching[last], _leases[last], _since[last]);
        _watching.RemoveAt(last);
        _leases.RemoveAt(last);
        _since.RemoveAt(last);
        return lease;
    }

    /// <summary>All tokens in one message.</summary>
    public StreamHeartbeat Heartbeat(TimeSpan now)
    {
        var (requests, sent) = (new int[_leases.Count], new long[_leases.Count]);
        for (var i = 0; i < sent.Length; i++) (requests[i], sent[i]) = (1, (long)((now - _since[i]).TotalSeconds * BytesPerSecond));
        return new StreamHeartbeat(Next(), [.. _leases], requests, sent);
    }
}
