using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Streaming;

/// <summary>The frontends that a stream limiter which takes over waits for.</summary>
/// <param name="database">Where they are listed.</param>
public sealed class StreamFrontends(IVideoDatabase database)
{
    /// <summary>
    /// Forgets them: for a process that serves the site alone, when it starts. Whatever held leases before it is gone with its
    /// sockets, and would never report.
    /// </summary>
    public Task ForgetAsync() => new LimiterRow(database).ForgetFrontends();
}
