namespace OrleansVideo.Media.Posters;

/// <summary>What became of a poster. A video without one is as playable as any.</summary>
public enum PosterOutcome
{
    /// <summary>The poster lies in the store.</summary>
    Made,

    /// <summary>There is no ffmpeg on this machine, or nothing that holds it to its limits.</summary>
    NotAvailable,

    /// <summary>ffmpeg took longer than the time limit and was ended.</summary>
    TimedOut,

    /// <summary>ffmpeg could not take a picture from the file.</summary>
    Failed,

    /// <summary>ffmpeg was told to end by somebody else, as when the machine stops: it says nothing of the file.</summary>
    Interrupted,
}
