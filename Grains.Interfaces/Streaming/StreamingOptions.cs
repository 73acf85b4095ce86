using System.ComponentModel.DataAnnotations;

namespace OrleansVideo.Streaming;

/// <summary>Playing and stream tokens, <c>OrleansVideo:Streaming</c>.</summary>
public sealed class StreamingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansVideo:Streaming";

    /// <summary>Stream tokens in the whole cluster; 0 lets nobody play.</summary>
    [Range(0, 10_000_000)]
    public int MaxStreams { get; set; } = 200;

    /// <summary>Playbacks of one viewer at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreamsPerViewer { get; set; } = 4;

    /// <summary>Playbacks from one network address at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreamsPerAddress { get; set; } = 32;

    /// <summary>How long a playback keeps its token after its last byte or beat.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client without the watch page keeps its token while it takes no byte.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StallHold { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How long the limiter keeps a lease that it hears nothing of.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseLife { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a frontend tells the limiter which leases it holds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a refused viewer's place is kept after it was last asked for; so long, too, is a free token offered to one viewer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan QueuePlaceLife { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For how long a viewer whose playback an admin ended gets no token for the same video; never less than a lease's life.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan EvictionTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests of one playback at once.</summary>
    [Range(1, 10_000)]
    public int MaxRequestsPerPlayback { get; set; } = 16;

    /// <summary>How long a response may be on its way without the client taking a byte; then its connection ends.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// For how long bytes flow on what a frontend knows of a video, and of the session of whose account they are the right, without
    /// having it confirmed; then they are held back until it is, for <see cref="StallTimeout"/> at most.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan MaxUnconfirmed { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether the kernel sends files (sendfile) where it can: on Linux, over HTTP/1.1 without TLS.</summary>
    public bool Sendfile { get; set; } = true;
}
