using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>Frontends, limiters, the row, and what becomes of them in one history. The same steps always make the same history.</summary>
internal sealed partial class SimWorld
{
    public const int Capacity = 2;
    private static readonly Guid[] Films = [new(1, 0, 0, new byte[8]), new(2, 0, 0, new byte[8])];
    private readonly List<SimLimiter> _limiters = [];
    private int _nonces;

    private SimWorld(Agenda agenda, int frontends, bool isRough)
    {
        (Agenda, Row, Network, Claims) = (agenda, new SimRow(this, Life), new SimNetwork(this) { IsRough = isRough }, new SimClaims(this) { IsCalm = !isRough });
        for (var n = 0; n < frontends; n++) Frontends.Add(new SimFrontend(this));
    }

    public Agenda Agenda { get; }

    public Dice Dice { get; } = new();

    public SimRow Row { get; }

    public SimNetwork Network { get; }

    public SimClaims Claims { get; }

    /// <summary>Whether every open request ends at its next piece.</summary>
    public bool IsQuiet { get; private set; }

    public List<SimFrontend> Frontends { get; } = [];

    public TimeSpan Life { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The lease life of the next limiter.</summary>
    public TimeSpan NextLife { get; private set; } = TimeSpan.FromSeconds(30);

    public TimeSpan Linger { get; } = TimeSpan.FromSeconds(5);

    public TimeSpan EvictionTime { get; } = TimeSpan.FromSeconds(40);

    public TimeSpan PlaceLife { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Runs a history.</summary>
    /// <returns>What did not hold; null when everything did.</returns>
    public static string? Run(int frontends, bool isRough, IEnumerable<SimStep> steps)
    {
        var outside = SynchronizationContext.Current;
        var agenda = new Agenda();
        SynchronizationContext.SetSynchronizationContext(agenda);
        try
        {
            return new SimWorld(agenda, frontends, isRough).Run(steps);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    private string? Run(IEnumerable<SimStep> steps)
    {
        foreach (var step in steps)
        {
            Dice.Throw(step.Luck);
            Do(step);
            Pass(PauseOf(step));
            if (Claims.Broken is not null) break;
        }

        return Claims.Broken ?? RunDown();
    }

    public static PlaybackKey SomePlayback(int number) => new("v" + number % 8, Films[number % 2]);

    public SimLimiter AnyLimiter() => _limiters.Where(limiter => limiter.IsAlive).ToArray() is { Length: > 0 } alive ? alive[Dice.Below(alive.Length)] : Activate();

    public SimLimiter LatestLimiter() => _limiters.FindLast(limiter => limiter.IsAlive) ?? Activate();

    public string NextNonce() => $"nonce {_nonces++}";

    /// <summary>Activates a limiter.</summary>
    /// <param name="carried">What the one before took along; null when that did not stop in good order.</param>
    public SimLimiter Activate(LedgerSnapshot? carried = null)
    {
        var limiter = new SimLimiter(this, carried);
        _limiters.Add(limiter);
        return limiter;
    }

    /// <summary>Looks to it that nothing fails but in the ways in which it may.</summary>
    public async void Watch(Task task)
    {
        try
        {
            await task;
        }
        catch (TimeoutException)
        {
            // A call that was not answered.
        }
        catch (Exception unexpected)
        {
            Claims.Break(unexpected.ToString());
        }
    }

    /// <summary>
    /// Quiet: every message arrives, nothing fails, nobody asks. Within two lease lives all tokens can be had again, by a
    /// frontend that nobody knows.
    /// </summary>
    private string? RunDown()
    {
        Dice.Throw(1);
        (IsQuiet, Network.IsRough) = (true, false);
        foreach (var frontend in Frontends)
        {
            frontend.Wake();
            frontend.Cut(TimeSpan.Zero);
        }

        foreach (var limiter in _limiters)
        {
            limiter.Wake();
            limiter.CutFromRow(TimeSpan.Zero);
        }

        Agenda.DeliverAll();
        for (var wait = 0; wait < 15 && !LatestLimiter().IsLatest; wait++) Pass(Second); // Those who ask find that their limiter has gone.
        SimLimiter settled;
        do
        {
            settled = LatestLimiter();
            Pass(Life * 2.05 + Second); // Two of the slowest clock, after the last take-over.
        }
        while (LatestLimiter() != settled);
        if (Claims.Broken is not null) return Claims.Broken;

        var fresh = new SimFrontend(this);
        Frontends.Add(fresh);
        var capacity = LatestLimiter().Ledger.Capacity; // The row has another number when its answer to a change was lost.
        var played = Enumerable.Range(0, capacity).Select(n => fresh.Play(new PlaybackKey("fresh" + n, Films[0]), 0)).ToArray();
        Pass(TimeSpan.FromSeconds(3));
        if (played.Any(play => !play.IsCompletedSuccessfully || !play.GetAwaiter().GetResult())) Claims.Break($"After two lease lives of quiet, not all {capacity} tokens can be had.");
        return Claims.Broken;
    }

    private void Pass(TimeSpan span) => Agenda.Pass(span, Claims.Check);
}
