using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansVideo.Silo.Startup;

/// <summary>Something that must hold before any hosted service starts.</summary>
public interface IStartupStep
{
    /// <summary>Makes it hold. Called once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes once it holds.</returns>
    /// <exception cref="StartupException">It cannot hold, for a reason an operator can remove.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);
}

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

/// <summary>Registers start-up steps.</summary>
public static class StartupStepServiceCollectionExtensions
{
    /// <summary>Adds a step that is taken, after those added before it, ahead of every hosted service.</summary>
    /// <typeparam name="TStep">The step.</typeparam>
    /// <param name="services">The services of the host.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddStartupStep<TStep>(this IServiceCollection services)
        where TStep : class, IStartupStep
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupStep, TStep>());
        services.TryAddSingleton<StartupSteps>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StartupSteps>(
            provider => provider.GetRequiredService<StartupSteps>()));
        return services;
    }
}
