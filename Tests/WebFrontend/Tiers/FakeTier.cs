using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.WebFrontend.Security;

namespace OrleansVideo.Tests.WebFrontend.Tiers;

/// <summary>A streaming frontend that does what a test says, behind the site's own security headers and cross-site check.</summary>
internal sealed class FakeTier : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeTier(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>Requests that came so far, probes left out.</summary>
    public int Requests { get; private set; }

    public static async Task<FakeTier> StartAsync(RequestDelegate answer, int? port = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var listen = port ?? FreePort.Next();
        builder.WebHost.UseUrls($"http://127.0.0.1:{listen}");
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(builder.Services, TimeProvider.System);
        builder.Services.AddHeaderPolicies();
        var tier = new FakeTier(builder.Build(), listen);
        tier._app.UseSecurityHeaders();
        tier._app.UseCrossSiteRefusal();
        tier._app.Run(context => tier.Handle(context, answer));
        await tier._app.StartAsync();
        return tier;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task Handle(HttpContext context, RequestDelegate answer)
    {
        if (context.Request.Path == "/health/ready") return Task.CompletedTask;
        Requests++;
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        return answer(context);
    }
}
