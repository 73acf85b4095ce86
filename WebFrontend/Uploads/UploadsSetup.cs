using Microsoft.AspNetCore.Mvc;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Uploads;

/// <summary>Uploads.</summary>
public static class UploadsSetup
{
    /// <summary>Adds what receiving files needs.</summary>
    public static IServiceCollection AddUploads(this IServiceCollection services) => services
        .AddSingleton<UploadMetrics>()
        .AddSingleton<UploadReceiver>();

    /// <summary>
    /// Maps the route that takes files. Its limits are the site's own: the server's would end the connection while the client
    /// is still sending, which then loses the refusal.
    /// </summary>
    public static void MapUploads(this IEndpointRouteBuilder routes) =>
        routes.MapPost($"/upload/{{id:{CanonicalIdConstraint.Name}}}", UploadEndpoint.Post)
            .WithMetadata(new DisableRequestSizeLimitAttribute()).LimitRate(RateLimitKind.Uploads)
            .WithTags("Uploads").WithSummary("A form with the field file becomes the content of the caller's draft.")
            .Produces<UploadedJson>(201).ProducesProblems(400, 401, 403, 404, 409, 413, 415, 429, 507);
}
