using System.Diagnostics;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// Says, at level Debug, which leases this frontend believes valid and what it hands over under them, so that an observer of
/// all frontends of a machine can check that they are never too many. Moments are milliseconds of the machine's monotonic clock.
/// </summary>
/// <param name="logger">The log.</param>
internal sealed partial class LeaseLog(ILogger<LeaseLog> logger)
{
    private static double Now => Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>The lease is valid for a time from now on.</summary>
    public void Valid(Guid lease, PlaybackKey playback, TimeSpan left)
    {
        if (!logger.IsEnabled(LogLevel.Debug)) return;
        var now = Now;
        LogValid(lease, playback.Viewer, playback.VideoId, now, now + left.TotalMilliseconds);
    }

    /// <summary>The lease is not believed in any more.</summary>
    public void Ended(Guid lease)
    {
        if (logger.IsEnabled(LogLevel.Debug)) LogEnded(lease, Now);
    }

    /// <summary>A piece is handed over under the lease.</summary>
    public void HandOver(Guid lease, int bytes)
    {
        if (logger.IsEnabled(LogLevel.Debug)) LogHandOver(lease, bytes, Now);
    }

    [LoggerMessage(EventId = 4130, Level = LogLevel.Debug, Message = "Lease {Lease} of {Viewer} for {VideoId} valid from {From:0.0} until {Until:0.0}")]
    private partial void LogValid(Guid lease, string viewer, Guid videoId, double from, double until);

    [LoggerMessage(EventId = 4131, Level = LogLevel.Debug, Message = "Lease {Lease} ended at {At:0.0}")]
    private partial void LogEnded(Guid lease, double at);

    [LoggerMessage(EventId = 4132, Level = LogLevel.Debug, Message = "Lease {Lease} hands over {Bytes} bytes at {At:0.0}")]
    private partial void LogHandOver(Guid lease, int bytes, double at);
}
