using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansVideo.Silo;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.Persistence;

namespace OrleansVideo.Tests.Silo;

/// <summary>Hosts of the site's silo over a directory, without the web site.</summary>
internal static class TestSilo
{
    public static IHost Build(string directory, SiloHosting hosting = SiloHosting.Embedded, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = directory });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.AddVideoSilo(hosting);
            silo.Services.AddGrainStateTypes(MemoStateContext.Default);
        });
        return builder.Build();
    }

    public static async Task<IHost> StartAsync(string directory)
    {
        var host = Build(directory);
        await host.StartAsync();
        return host;
    }

    public static IMemoGrain Memo(this IHost host, string key)
        => host.Services.GetRequiredService<IGrainFactory>().GetGrain<IMemoGrain>(key);
}
