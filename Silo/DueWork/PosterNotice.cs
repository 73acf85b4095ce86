using OrleansVideo.Media.Posters;

namespace OrleansVideo.Silo.DueWork;

/// <summary>Says at start when there is no ffmpeg: the site works without it, but no video gets a poster.</summary>
internal sealed partial class PosterNotice(PosterMaker posters, ILogger<PosterNotice> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!posters.IsAvailable) LogNoPosters();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        EventId = 2110,
        Level = LogLevel.Warning,
        Message = "ffmpeg was not found on the PATH: videos will have no posters until it is installed and the site restarted")]
    private partial void LogNoPosters();
}
