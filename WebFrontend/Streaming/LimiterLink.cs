using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>What this process must remember to be believed by the limiter, and to believe it: its messages' numbers and the latest epoch.</summary>
/// <param name="frontend">This process.</param>
internal sealed class LimiterLink(Frontend frontend)
{
    private long _number;
    private long _epoch;
    private long _reported;

    /// <summary>The latest epoch heard of.</summary>
    public long Epoch => Interlocked.Read(ref _epoch);

    /// <summary>The mark of the next message.</summary>
    public FrontendMark Next() => new(frontend.Id, Interlocked.Increment(ref _number), Epoch);

    /// <summary>
    /// Whether an answer of that epoch is believed: none of a limiter that was replaced. To be asked under the lock under
    /// which a lease is confirmed: a report, which locks as well, either holds the lease or comes before its refusal.
    /// </summary>
    public bool Believes(long epoch) => epoch >= Epoch;

    /// <summary>A limiter of that epoch spoke: from now on no earlier one is believed.</summary>
    public void Hear(long epoch)
    {
        for (var known = Epoch; known < epoch; known = Epoch) Interlocked.CompareExchange(ref _epoch, epoch, known);
    }

    /// <summary>The report with that mark was taken in.</summary>
    public void Reported(FrontendMark mark) => Interlocked.Exchange(ref _reported, mark.Number);

    /// <summary>Whether a report was taken in since the message with that mark.</summary>
    public bool HasReportedSince(FrontendMark mark) => Interlocked.Read(ref _reported) > mark.Number;
}

/// <summary>This process, as the stream limiter knows it.</summary>
internal sealed class Frontend
{
    /// <summary>Drawn at start: a process that comes back is another holder.</summary>
    public Guid Id { get; } = Guid.NewGuid();
}
