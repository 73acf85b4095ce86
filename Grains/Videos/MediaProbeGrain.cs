using Orleans.Concurrency;
using OrleansVideo.Media.Probing;
using OrleansVideo.Media.Store;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>Looks into a new file on the silo where it is asked. Which goes first is the queue's affair.</summary>
[GrainType("media-probe"), StatelessWorker(1), Reentrant]
internal sealed class MediaProbeGrain(ProbeQueue probes) : Grain, IMediaProbeGrain
{
    public Task<ProbeReport> Probe(Guid videoId) => probes.Probe(videoId, ownerId: videoId);

    public Task<ProbeReport> ProbeFile(Guid videoId, Guid ownerId) => probes.Probe(videoId, ownerId);
}

/// <summary>Looks into new files, as many at once as this silo has processors, and of each account one at a time.</summary>
internal sealed class ProbeQueue(MediaStore media)
{
    private readonly AccountGate _gate = new(Environment.ProcessorCount);

    /// <summary>Reads the video's file. One that is not there is a failure.</summary>
    /// <exception cref="DirectoryNotFoundException">The volume is not mounted, so nothing can be told.</exception>
    public Task<ProbeReport> Probe(Guid videoId, Guid ownerId) => _gate.RunAsync(ownerId, () => Task.Run(() => Read(videoId)));

    private async Task<ProbeReport> Read(Guid videoId)
    {
        using var activity = VideoTelemetry.Source.StartActivity("probe");
        using var file = media.OpenRead(videoId);
        if (file is null)
        {
            // Without its volume this silo can't tell: the video stays as it is, and is looked into again.
            if (!media.IsPresent) throw new DirectoryNotFoundException($"The media directory '{media.Root}' has lost its folders: its volume is not mounted.");
            return Failed(new VideoFailure { Code = VideoFailureCode.FileMissing });
        }

        var result = await ContainerProbe.ReadAsync(file);
        if (result.Facts is not { } facts) return Failed(result.Failure!.ToVideoFailure());
        return new ProbeReport
        {
            DurationSeconds = facts.Duration?.TotalSeconds,
            Width = facts.Width,
            Height = facts.Height,
            VideoCodec = facts.VideoCodec,
            AudioCodec = facts.AudioCodec,
        };
    }

    private static ProbeReport Failed(VideoFailure cause) => new() { Failure = cause.InEnglish(), Cause = cause };
}

/// <summary>From what the probe found to what the site says of a video.</summary>
internal static class ProbeFailureMapping
{
    /// <summary>The failure as it is stored and sent.</summary>
    public static VideoFailure ToVideoFailure(this ProbeFailure failure) => new()
    {
        Code = failure.Code switch
        {
            ProbeFailureCode.Empty => VideoFailureCode.FileEmpty,
            ProbeFailureCode.UnknownType => VideoFailureCode.NotAVideo,
            ProbeFailureCode.Truncated => failure.Needed is null ? VideoFailureCode.CutOff : VideoFailureCode.Truncated,
            ProbeFailureCode.NoIndex => VideoFailureCode.NoIndex,
            ProbeFailureCode.SoundOnly => VideoFailureCode.SoundOnly,
            ProbeFailureCode.NoTrack => VideoFailureCode.NoVideoTrack,
            ProbeFailureCode.NoFrames => VideoFailureCode.NoFrames,
            ProbeFailureCode.TooComplex => VideoFailureCode.TooComplex,
            ProbeFailureCode.Overstated => VideoFailureCode.Overstated,
            ProbeFailureCode.Damaged => DamagedCode(failure.Part),
            _ => throw new InvalidOperationException($"The failure {failure.Code} has no code of the site."),
        },
        Present = failure.Present,
        Needed = failure.Needed,
    };

    private static VideoFailureCode DamagedCode(DamagedPart? part) => part switch
    {
        DamagedPart.Outermost => VideoFailureCode.DamagedOutside,
        DamagedPart.Element => VideoFailureCode.DamagedElement,
        DamagedPart.Box => VideoFailureCode.DamagedBox,
        DamagedPart.Tracks => VideoFailureCode.DamagedTracks,
        DamagedPart.VideoTrack => VideoFailureCode.DamagedVideoTrack,
        DamagedPart.Index => VideoFailureCode.DamagedIndex,
        _ => throw new InvalidOperationException($"The damaged part {part} has no code of the site."),
    };
}
