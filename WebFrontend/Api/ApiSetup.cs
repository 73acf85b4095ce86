using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Administration.Deletion;
using OrleansVideo.WebFrontend.Administration.DueWork;
using OrleansVideo.WebFrontend.Administration.Storage;
using OrleansVideo.WebFrontend.Administration.Streaming;
using OrleansVideo.WebFrontend.Comments;
using OrleansVideo.WebFrontend.Deletion;
using OrleansVideo.WebFrontend.Security;
using OrleansVideo.WebFrontend.Videos;

namespace OrleansVideo.WebFrontend.Api;

/// <summary>The JSON API: what all its routes have in common.</summary>
public static class ApiSetup
{
    /// <summary>Where the API lies.</summary>
    public const string Root = "/api/v1";

    /// <summary>The largest body that an API route reads, in bytes.</summary>
    public const int MaxBody = 1 << 20;

    /// <summary>Adds the JSON settings and the route constraint of ids.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.Configure<RouteOptions>(options => options.SetParameterPolicy<CanonicalIdConstraint>(CanonicalIdConstraint.Name));
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.AllowDuplicateProperties = false;
            options.SerializerOptions.NumberHandling = default;
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        });
        return services;
    }

    /// <summary>Maps the API, feature by feature.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root).WithMetadata(new RequestSizeLimitAttribute(MaxBody)).AddEndpointFilter(new CallerCaching());
        api.MapAccounts();
        api.MapVideos();
        api.MapComments();
        api.MapDeletion();
        api.MapStreamAdministration();
        api.MapDeletionAdministration();
        api.MapStorageAdministration();
        api.MapDueWorkAdministration();
        routes.MapDeleteRecord();
    }
}
