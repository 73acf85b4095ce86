using Microsoft.AspNetCore.Routing;

namespace OrleansVideo.Tests.WebFrontend.Hosting;

/// <summary>Every route of the site as it is built, with nothing started.</summary>
internal static class SiteRoutes
{
    /// <summary>Reads them while the site's services are there.</summary>
    public static async Task ReadAsync(Func<IServiceProvider, RouteEndpoint[], Task> read)
    {
        var directory = Directory.CreateTempSubdirectory("orleansvideo-routes-");
        try
        {
            await using var site = Program.Build(
            [
                "--applicationName=OrleansVideo.WebFrontend", // Not the test host's: static files are listed by it.
                $"--OrleansVideo:DataDirectory={directory.FullName}",
            ]);
            await read(site.Services, [.. ((IEndpointRouteBuilder)site).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
