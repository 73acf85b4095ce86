using Microsoft.Extensions.Options;
using OrleansVideo.Media.Posters;
using OrleansVideo.Silo.Health;
using OrleansVideo.Silo.Startup;
using OrleansVideo.Videos;

namespace OrleansVideo.Silo.DueWork;

/// <summary>Says at start when there is no ffmpeg, or nothing to limit it: the site works without, but no video gets a poster.</summary>
internal sealed partial class PosterNotice(PosterMaker posters, IOptions<PostersOptions> options, ILogger<PosterNotice> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled && posters.Problem is { } problem) LogNoPosters(HealthReason.FromPosterProblem(problem).InEnglish());
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

/// <summary>Start-up step of a silo: the user that ffmpeg is to run as is there, and this process may switch to it.</summary>
/// <param name="posters">Who runs ffmpeg.</param>
/// <param name="options">Whether it has a user of its own.</param>
internal sealed class PosterUserStartup(PosterMaker posters, IOptions<PostersOptions> options) : IStartupStep
{
    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (options.Value is not { Enabled: true, User: { } user }) return;
        if (await posters.CheckUserAsync(cancellationToken) is { } problem)
            throw new StartupException($"{PostersOptions.Section}:User is '{user}', {problem}.");
    }
}
