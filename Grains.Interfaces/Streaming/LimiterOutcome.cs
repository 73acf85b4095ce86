namespace OrleansVideo.Streaming;

/// <summary>
/// What the limiter made of a frontend's message. The numbers travel: one that a frontend does not know grants nothing and
/// refuses nothing, and is asked for again.
/// </summary>
public enum LimiterOutcome
{
    /// <summary>It was handled.</summary>
    Done = 0,

    /// <summary>A rule refuses the playback.</summary>
    Refused = 1,

    /// <summary>A later message was handled before it: nothing was done, it has to be sent again.</summary>
    SendAnew = 2,

    /// <summary>The limiter has not heard from this frontend which leases it holds: nothing was done, it has to report first.</summary>
    ReportFirst = 3,

    /// <summary>The limiter took over lately and still learns which leases are held: nothing was done, ask again in a moment.</summary>
    NotYet = 4,
}
