using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Startup;
using OrleansVideo.Silo.Telemetry;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Administration;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Feeds;
using OrleansVideo.WebFrontend.Health;
using OrleansVideo.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Localization;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Pages;
using OrleansVideo.WebFrontend.PassThrough;
using OrleansVideo.WebFrontend.Preferences;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Reference;
using OrleansVideo.WebFrontend.Security;
using OrleansVideo.WebFrontend.Streaming;
using OrleansVideo.WebFrontend.Tiers;
using OrleansVideo.WebFrontend.Tiers.Forwarding;
using OrleansVideo.WebFrontend.Uploads;

return await HostRunner.RunAsync(() => Program.Build(args));

/// <summary>The entry point of the web site.</summary>
public sealed partial class Program
{
    /// <summary>Builds the whole site, and starts nothing.</summary>
    /// <param name="args">The command line.</param>
    internal static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args.WithoutAdoptDirectory());
        builder.Configuration.SetAdoptDirectory(args);
        var roles = builder.AddRoles();
        builder.AddVideoTelemetry("orleansvideo-web");
        builder.Services.AddMetricsServer(); // First: its address opens before the site and closes after it.

        // The cluster, and what lies in the data directory.
        builder.AddSilo();
        builder.Services.AddKeyRing();

        // Who asks, from where, and how we say no.
        builder.Services.AddNetwork();
        builder.Services.AddLimits();
        builder.Services.AddDrain();
        builder.Services.AddAccounts();
        if (roles.HasFlag(FrontendRoles.Pages)) builder.Services.AddAdministration();
        builder.Services.AddSiteLocalization();
        builder.Services.AddProblems();
        builder.Services.AddHeaderPolicies();

        // What can be asked.
        builder.Services.AddApi();
        builder.Services.AddStreaming();
        builder.Services.AddUploads();
        builder.Services.AddVideoPages();
        builder.Services.AddReference();
        builder.Services.AddHealth();
        builder.WebHost.UseStaticWebAssets(); // Also in Production, without a publish step.

        var app = builder.Build();

        // The way of a request; the order matters.
        app.UseDrain();
        app.UseForwardedHeaders();
        app.UseSiteHsts();
        app.UseSecurityHeaders();
        app.UseSiteLocalization();
        app.UseProblems();
        app.UseCrossSiteRefusal();
        if (roles.HasFlag(FrontendRoles.Pages)) app.UseMiddleware<PassThroughMiddleware>();
        app.UseHeadAsGet();
        app.UseRouting();
        app.UseAuthentication();
        app.UseSessionGuard();
        app.UseAuthorization();
        app.UseRateLimits();
        app.UseUnknownIdLimit();
        app.UseBodyLimit();
        app.UseStreaming();

        if (roles.HasFlag(FrontendRoles.Pages))
        {
            app.MapApi();
            app.MapVideoPages();
            app.MapFeed();
            app.MapPreferences();
            app.MapReference();
            app.MapDashboard();
            app.MapBeats();
        }

        if (roles.HasFlag(FrontendRoles.Streaming))
        {
            app.MapStreaming();
            app.MapUploads();
        }
        else
        {
            app.MapStreamingTier();
        }

        app.MapMetrics();
        app.MapHealth();
        return app;
    }
}
