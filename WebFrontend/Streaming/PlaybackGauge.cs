using System.Diagnostics.Metrics;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>Shows how many playbacks this frontend has, those included that linger. Only somebody else can look at them: it starts with the site.</summary>
/// <param name="playbacks">The playbacks.</param>
/// <param name="meters">The meters.</param>
internal sealed class PlaybackGauge(Playbacks playbacks, IMeterFactory meters) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.CreateVideoMeter().CreateObservableGauge("orleansvideo.stream.playbacks", () => playbacks.Count, "{playback}",
            "Playbacks of this frontend, those included that linger after their last byte.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
