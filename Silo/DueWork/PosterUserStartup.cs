using Microsoft.Extensions.Options;
using OrleansVideo.Media.Posters;
using OrleansVideo.Silo.Startup;
using OrleansVideo.Videos;

namespace OrleansVideo.Silo.DueWork;

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
