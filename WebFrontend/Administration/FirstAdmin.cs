using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>
/// Sees to it that the site gets an admin: the configured one is created at start if its name is free; without one, a
/// one-time code is offered. An account that has the configured name but is no admin is left as it is, because it may
/// be a stranger's who registered first: an error says so, and the code is offered instead.
/// </summary>
/// <param name="scopes">Accounts are created in a scope of their own.</param>
/// <param name="grains">The cluster.</param>
/// <param name="setup">The one-time code.</param>
/// <param name="options">The configured admin.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class FirstAdmin(
    IServiceScopeFactory scopes,
    IGrainFactory grains,
    SetupCode setup,
    IOptions<AdministrationOptions> options,
    TimeProvider clock,
    ILogger<FirstAdmin> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private bool _done;

    /// <summary>
    /// A configured admin is there before the first request if the cluster answers, else as soon as it does; a code is
    /// offered a moment after the start. Neither holds up the site.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AdminUserName is { Length: > 0 }) _done = await TryAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_done)
        {
            _done = await TryAsync(stoppingToken);
            if (!_done) await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (options.Value is { AdminUserName: { Length: > 0 } name, AdminPassword: { } password })
                await CreateAsync(name, password, cancellationToken);
            if (await setup.OfferAsync() is { } path) LogSetupCode(logger, path);
            return true;
        }
        catch (Exception exception) when (ClusterTrouble.IsTrouble(exception))
        {
            LogWaiting(logger, exception);
            return false;
        }
    }

    private async Task CreateAsync(string name, string password, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(name)) return;
        await using var scope = scopes.CreateAsyncScope();
        var created = await scope.ServiceProvider.GetRequiredService<AccountCredentials>()
            .CreateAsync(name, password, [Roles.Admin], SignInSource.Site, cancellationToken);
        if (created.Refusal is null) LogCreated(logger, name);
        else if (created.Refusal.Code != RefusalCode.UserNameTaken || !await IsThereAsync(name)) // Another frontend starts as well.
            LogRefused(logger, name, created.Refusal.Code);
    }

    private async Task<bool> IsThereAsync(string name)
    {
        if (!UserName.IsValid(name)) return false; // There is no such grain; its creation is refused with a reason.
        if (await grains.GetGrain<IUserGrain>(UserName.GrainKey(name)).Read() is not { } existing) return false;
        if (!existing.Roles.Contains(Roles.Admin)) LogNotAdmin(logger, name);
        return true;
    }

    [LoggerMessage(EventId = 3020, Level = LogLevel.Information, Message = "The configured admin {UserName} was created")]
    private static partial void LogCreated(ILogger logger, string userName);

    [LoggerMessage(EventId = 3021, Level = LogLevel.Error, Message = "The configured admin {UserName} could not be created: {Code}")]
    private static partial void LogRefused(ILogger logger, string userName, RefusalCode code);

    [LoggerMessage(EventId = 3022, Level = LogLevel.Error,
        Message = "The configured admin {UserName} is an account without the role admin, and stays so: configure another name")]
    private static partial void LogNotAdmin(ILogger logger, string userName);

    [LoggerMessage(EventId = 3023, Level = LogLevel.Warning,
        Message = "This site has no admin yet: open /setup and enter the one-time code from {Path}")]
    private static partial void LogSetupCode(ILogger logger, string path);

    [LoggerMessage(EventId = 3024, Level = LogLevel.Warning, Message = "The cluster does not answer yet; the first admin waits for it")]
    private static partial void LogWaiting(ILogger logger, Exception exception);
}
