using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using OrleansVideo.WebFrontend.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Hosting;

/// <summary>A real silo and a real client of it, both with retries: the silo stands for the embedded mode.</summary>
public sealed class RetryingCluster : IAsyncLifetime
{
    private InProcessTestCluster? _cluster;

    internal IGrainFactory Client => _cluster!.Client;
    internal IGrainFactory Embedded => _cluster!.GetSiloServiceProvider(null).GetRequiredService<IGrainFactory>();

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => Add(silo.Services));
        builder.ConfigureClient(client =>
        {
            Add(client.Services);
            client.Services.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(2));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    private static void Add(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddGrainCallRetries();
    }
}
