using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Security;
using OrleansVideo.WebFrontend.Tiers;
using OrleansVideo.WebFrontend.Tiers.Forwarding;

namespace OrleansVideo.Tests.WebFrontend.Tiers;

/// <summary>A frontend with the role pages alone: the site's own way of a request on real Kestrel, without the pages themselves.</summary>
internal sealed class PagesTier : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PagesTier(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<PagesTier> StartAsync(string tier, string knownProxies = "", Action<IWebHostBuilder>? server = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["OrleansVideo:Cluster:Mode"] = "Cluster";
        builder.Configuration["OrleansVideo:Roles"] = "pages";
        builder.Configuration["OrleansVideo:StreamingTier:Address"] = tier;
        builder.Configuration["OrleansVideo:Network:KnownProxies"] = knownProxies;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server?.Invoke(builder.WebHost);
        builder.Logging.ClearProviders();
        Assert.Equal(FrontendRoles.Pages, builder.AddRoles());
        builder.Services.AddNetwork().AddProblems().AddHeaderPolicies().AddRouting();

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseCrossSiteRefusal();
        app.UseRouting();
        app.MapGet("/error/{status:int}", ShowError);
        app.MapStreamingTier();
        await app.StartAsync();
        return new PagesTier(app);
    }

    public SiteClient NewClient() => new(Address);

    public Task<RawHttp> Connect() => RawHttp.Connect(Address);

    /// <summary>What readiness says of the streaming tier.</summary>
    public async Task<HealthReportEntry> Health()
    {
        var report = await _app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["streaming-tier"];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>In place of the error page, which shows the same.</summary>
    private static ContentHttpResult ShowError(int status, HttpContext context)
    {
        context.Response.StatusCode = status;
        return TypedResults.Content($"<h1>{context.Features.Get<ProblemKind>()?.Code}</h1>{context.Features.Get<ProblemKind>()?.Detail}", "text/html", null, status);
    }
}
