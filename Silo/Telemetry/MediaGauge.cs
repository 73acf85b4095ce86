using System.Diagnostics.Metrics;
using OrleansVideo.Media.Store;

namespace OrleansVideo.Silo.Telemetry;

/// <summary>Shows how much room is left for videos.</summary>
/// <param name="media">The media directory.</param>
/// <param name="meters">The meters.</param>
internal sealed class MediaGauge(MediaStore media, IMeterFactory meters) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.CreateVideoMeter().CreateObservableGauge("orleansvideo.media.free", Read, "By",
            "Room that is left for this process on the volume of the media directory.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Measurement<long>[] Read()
    {
        try
        {
            return [new Measurement<long>(media.AvailableBytes)];
        }
        catch (IOException)
        {
            return []; // The volume is gone: there is no figure, and health says why.
        }
    }
}
