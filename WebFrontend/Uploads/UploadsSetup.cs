using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Uploads;

/// <summary>Uploads.</summary>
public static class UploadsSetup
{
    /// <summary>Adds what receiving files needs.</summary>
    public static IServiceCollection AddUploads(this IServiceCollection services) => services.AddSingleton<UploadReceiver>();

    /// <summary>Maps the route that takes files.</summary>
    public static void MapUploads(this IEndpointRouteBuilder routes) =>
        routes.MapPost($"/upload/{{id:{CanonicalIdConstraint.Name}}}", UploadEndpoint.Post)
            .WithTags("Uploads").WithSummary("A form with the field file becomes the content of the caller's draft.");
}
