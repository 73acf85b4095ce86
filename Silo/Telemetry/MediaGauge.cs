using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using OrleansVideo.Media.Store;
using OrleansVideo.Storage;

namespace OrleansVideo.Silo.Telemetry;

/// <summary>Shows how much room is left for videos, and how much of it is kept free.</summary>
/// <param name="media">The media directory.</param>
/// <param name="options">How much is kept free.</param>
/// <param name="meters">The meters.</param>
internal sealed class MediaGauge(MediaStore media, IOptions<StorageOptions> options, IMeterFactory meters) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.CreateVideoMeter();
        meter.CreateObservableGauge("orleansvideo.media.free", Read, "By",
            "Room that is left for this process on the volume of the media directory.");
        meter.CreateObservableGauge("orleansvideo.media.reserve", () => options.Value.Reserve, "By",
            "Room on that volume that uploads leave free.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Measurement<long>[] Read() => media.TryReadAvailableBytes() is { } bytes ? [new Measurement<long>(bytes)] : [];
}
