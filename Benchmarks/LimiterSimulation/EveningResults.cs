using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>What is noted of an evening.</summary>
/// <param name="scenario">Which.</param>
internal sealed class EveningResults(Scenario scenario)
{
    /// <summary>Messages by kind.</summary>
    public IReadOnlyDictionary<MessageKind, MessageMeter> Messages { get; } = Enum.GetValues<MessageKind>().ToDictionary(kind => kind, _ => new MessageMeter());

    /// <summary>Those who wait, and the order in which they are let in.</summary>
    public LineWatch Line { get; } = new(2 * scenario.Viewers);

    /// <summary>How long each of those waited who got a token.</summary>
    public List<TimeSpan> Delays { get; } = [];

    /// <summary>Viewers who came.</summary>
    public int Asked { get; set; }

    /// <summary>Viewers who gave up waiting.</summary>
    public int Abandoned { get; set; }

    /// <summary>Places that lapsed although they were asked for.</summary>
    public int PlacesLost { get; set; }

    /// <summary>Leases that a heartbeat found lost.</summary>
    public int LeasesLost { get; private set; }

    /// <summary>Whether all tokens were held at the last look: from the first such look until the last viewer has come.</summary>
    public bool IsFull { get; private set; }

    /// <summary>For how long that was so.</summary>
    public TimeSpan Full { get; private set; }

    /// <summary>When it ended.</summary>
    public TimeSpan End { get; private set; }

    /// <summary>Leases that heartbeats carried.</summary>
    public long Renewals { get; private set; }

    /// <summary>Of those, how many while all tokens were held.</summary>
    public long RenewalsWhenFull { get; private set; }

    /// <summary>The greatest number of tokens held at a look.</summary>
    public int MostHeld { get; private set; }

    /// <summary>How many waited at each look while all tokens were held.</summary>
    public List<int> Waiting { get; } = [];

    /// <summary>The frontends.</summary>
    public IReadOnlyList<SimulatedFrontend> Frontends { get; private set; } = [];

    /// <summary>A heartbeat was answered.</summary>
    public void Count(StreamHeartbeat beat, HeartbeatAnswer answer)
    {
        if (answer.Outcome != LimiterOutcome.Done) throw new InvalidOperationException($"Not renewed: {answer}.");
        LeasesLost += answer.Lost.Count;
        Renewals += beat.Leases.Length;
        if (IsFull) RenewalsWhenFull += beat.Leases.Length;
    }

    /// <summary>The limiter looked around.</summary>
    public void Look(PermitLedger ledger)
    {
        if (ledger.Held > ledger.Capacity) throw new InvalidOperationException($"{ledger.Held} tokens of {ledger.Capacity} are held.");
        MostHeld = Math.Max(MostHeld, ledger.Held);
        IsFull = Asked < scenario.Viewers && (IsFull || ledger.Waiting > 0);
        if (!IsFull) return;
        Full += TimeSpan.FromSeconds(1);
        Waiting.Add(ledger.Waiting);
    }

    /// <summary>It is over.</summary>
    public void Close(TimeSpan now, IReadOnlyList<SimulatedFrontend> frontends) => (End, Frontends) = (now, frontends);
}
