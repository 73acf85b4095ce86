using NetEscapades.AspNetCore.SecurityHeaders;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Security;
using Scalar.AspNetCore;

namespace OrleansVideo.WebFrontend.Reference;

/// <summary>The API's description, and a page to read it by.</summary>
public static class ReferenceSetup
{
    /// <summary>Adds the description.</summary>
    public static IServiceCollection AddReference(this IServiceCollection services) => services.AddOpenApi(options =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "OrleansVideo";
            document.Info.Version = "v1";
            document.Servers = [new() { Url = "/" }]; // The framework would name the host that the caller sent.
            document.Info.Description = "Videos, comments and accounts over JSON. Errors are problem JSON (RFC 9457) with a stable code.";
            return Task.CompletedTask;
        }));

    /// <summary>Maps <c>/openapi/v1.json</c> and <c>/scalar</c>; the page loads nothing from elsewhere.</summary>
    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().WithMetadata(NeedsNoSession.Instance);
        routes.MapScalarApiReference((options, context) => options
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()
                .DisableMcp()
                .HideDeveloperTools()
                .HideClientButton()
                .WithNonce(context.GetNonce()))
            .WithSecurityHeadersPolicy(HeaderPolicies.Reference)
            .WithMetadata(NeedsNoSession.Instance);
    }
}
