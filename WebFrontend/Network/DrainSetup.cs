using Microsoft.Extensions.Options;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>How this site stops.</summary>
public static class DrainSetup
{
    /// <summary>What comes after the requests: tokens handed over, views written, the cluster left.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    /// <summary>Adds the drain; the host waits for it.</summary>
    public static IServiceCollection AddDrain(this IServiceCollection services)
    {
        services.AddSingleton<Drain>();
        services.AddOptions<HostOptions>().Configure<IServiceProvider>((host, provider) => host.ShutdownTimeout = Time(provider) + Rest);
        return services;
    }

    /// <summary>Lets a stop wait for requests; it belongs before everything else.</summary>
    public static void UseDrain(this IApplicationBuilder app)
    {
        var drain = app.ApplicationServices.GetRequiredService<Drain>();
        app.Use((context, next) => drain.Run(context, next));
    }

    /// <summary>The host asks before options are checked; what is wrong with them is said by their own check.</summary>
    private static TimeSpan Time(IServiceProvider provider)
    {
        try
        {
            return provider.GetRequiredService<IOptions<NetworkOptions>>().Value.DrainTime;
        }
        catch (OptionsValidationException)
        {
            return TimeSpan.Zero;
        }
    }
}
