namespace OrleansVideo.Silo.Configuration;

/// <summary>
/// Says at start which configured keys mean nothing any more, and what took their place: a key that nobody binds would else be passed
/// over in silence. Each is named for one release.
/// </summary>
/// <param name="configuration">The configuration of the host.</param>
/// <param name="logger">The log.</param>
internal sealed partial class RetiredOptionKeys(IConfiguration configuration, ILogger<RetiredOptionKeys> logger) : IHostedService
{
    private static readonly (string Key, string Instead)[] Retired =
    [
        ("Accounts:MaxFailedSignIns", "Limits:FailedSignInsBeforeDelay"),
        ("Accounts:LockoutTime", "Limits:MaxSignInDelay"),
    ];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, instead) in Retired)
        {
            if (configuration[VideoOptionsSection.FullPath(key)] is not null)
                LogRetired(VideoOptionsSection.FullPath(key), VideoOptionsSection.FullPath(instead));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 2050, Level = LogLevel.Warning, Message = "{Key} has no effect any more; see {Instead} in docs/configuration.md")]
    private partial void LogRetired(string key, string instead);
}
