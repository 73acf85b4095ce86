using System.Diagnostics;

namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>Counts messages of one kind, and the real time that the ledger took for them.</summary>
internal sealed class MessageMeter
{
    private long _second;
    private long _inSecond;
    private long _ticks;
    private long _ticksWhenFull;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>How many there were while all tokens were held.</summary>
    public long CountWhenFull { get; private set; }

    /// <summary>How many there were in the busiest second.</summary>
    public long Peak { get; private set; }

    /// <summary>The ledger's time for one, on average.</summary>
    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(0, _ticks) / Count;

    /// <summary>The ledger's time for all of them while all tokens were held.</summary>
    public TimeSpan TimeWhenFull => Stopwatch.GetElapsedTime(0, _ticksWhenFull);

    /// <summary>Handles and counts one.</summary>
    public T Measure<T>(TimeSpan now, bool isFull, Func<T> handle)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = handle();
        var took = Stopwatch.GetTimestamp() - began;
        _ticks += took;
        if (isFull) _ticksWhenFull += took;
        var second = now.Ticks / TimeSpan.TicksPerSecond;
        if (second != _second) (_second, _inSecond) = (second, 0);
        Count++;
        if (isFull) CountWhenFull++;
        if (++_inSecond > Peak) Peak = _inSecond;
        return answer;
    }
}
