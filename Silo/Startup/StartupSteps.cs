namespace OrleansVideo.Silo.Startup;

/// <summary>
/// Takes the start-up steps, once, in the order of their registration: by <see cref="HostRunner"/> before the host starts, or else
/// before its first hosted service (the silo, the web server) does.
/// </summary>
/// <param name="steps">The steps.</param>
internal sealed class StartupSteps(IEnumerable<IStartupStep> steps) : IHostedLifecycleService
{
    private readonly Lock sync = new();
    private Task? taken;

    /// <summary>Takes the steps, or waits for them if they are being taken.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes once everything holds, and fails with the first step that did.</returns>
    public Task TakeAsync(CancellationToken cancellationToken)
    {
        lock (sync)
        {
            return taken ??= TakeAllAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => TakeAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task TakeAllAsync(CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            await step.PrepareAsync(cancellationToken);
        }
    }
}
