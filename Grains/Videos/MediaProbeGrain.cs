using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansVideo.Media.Posters;
using OrleansVideo.Media.Probing;
using OrleansVideo.Media.Store;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>Looks into a new file and makes its poster, on the silo where it is asked.</summary>
[GrainType("media-probe"), StatelessWorker]
internal sealed partial class MediaProbeGrain(MediaStore media, PosterMaker posters, ILogger<MediaProbeGrain> logger)
    : Grain, IMediaProbeGrain
{
    public async Task<ProbeReport> Probe(Guid videoId)
    {
        if (!media.Exists(videoId))
        {
            // Without its volume this silo can't tell: the video stays as it is, and is looked into again.
            if (!media.IsPresent) throw new DirectoryNotFoundException($"The media directory '{media.Root}' has lost its folders: its volume is not mounted.");
            return new ProbeReport { Failure = "The file arrived and was stored, and is missing from the site's disk since." };
        }

        var result = await ContainerProbe.ReadAsync(media.PathOf(videoId));
        if (result.Facts is not { } facts) return new ProbeReport { Failure = result.Failure!.Message };
        return new ProbeReport
        {
            DurationSeconds = facts.Duration?.TotalSeconds,
            Width = facts.Width,
            Height = facts.Height,
            VideoCodec = facts.VideoCodec,
            AudioCodec = facts.AudioCodec,
            HasPoster = await MakePoster(videoId, facts),
        };
    }

    /// <summary>A video without a poster is as playable as any, so nothing that goes wrong here fails the video.</summary>
    private async Task<bool> MakePoster(Guid videoId, MediaFacts facts)
    {
        try
        {
            var poster = await posters.MakeAsync(media, videoId, media.PathOf(videoId), facts);
            if (poster.Outcome is PosterOutcome.Failed or PosterOutcome.TimedOut) LogNoPoster(videoId, poster.Detail);
            return poster.Outcome == PosterOutcome.Made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNoPoster(videoId, e.Message);
            return false;
        }
    }

    [LoggerMessage(1600, LogLevel.Warning, "No poster could be made of video {VideoId}: {Reason}")]
    private partial void LogNoPoster(Guid videoId, string? reason);
}
