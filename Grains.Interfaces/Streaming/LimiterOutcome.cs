namespace OrleansVideo.Streaming;

/// <summary>What the limiter made of a frontend's message.</summary>
public enum LimiterOutcome
{
    /// <summary>It was handled.</summary>
    Done,

    /// <summary>A rule refuses the playback.</summary>
    Refused,

    /// <summary>A later message was handled before it: nothing was done, it has to be sent anew.</summary>
    SendAnew,

    /// <summary>The limiter has not heard from this frontend which leases it holds: nothing was done, it has to report first.</summary>
    ReportFirst,

    /// <summary>The limiter took over lately and still learns which leases are held: nothing was done, ask again in a moment.</summary>
    NotYet,
}
