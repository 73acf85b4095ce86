using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansVideo.Silo.Startup;

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
