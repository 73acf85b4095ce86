using Microsoft.Extensions.Options;
using OrleansVideo.Media.Posters;
using OrleansVideo.Videos;

namespace OrleansVideo.Silo.DueWork;

/// <summary>Says at start when there is no ffmpeg, or nothing to limit it: the site works without, but no video gets a poster.</summary>
internal sealed partial class PosterNotice(PosterMaker posters, IOptions<PostersOptions> options, ILogger<PosterNotice> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled && posters.Problem is { } problem) LogNoPosters(problem);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        EventId = 2110,
        Level = LogLevel.Warning,
        Message = "{Problem} This is looked for again when the site restarts; Posters:Enabled=false says that none are wanted")]
    private partial void LogNoPosters(string problem);
}
