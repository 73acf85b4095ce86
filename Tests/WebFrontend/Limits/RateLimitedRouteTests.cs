using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Pages;

namespace OrleansVideo.Tests.WebFrontend.Limits;

/// <summary>Whatever writes says which limit it counts for.</summary>
public sealed partial class RateLimitedRouteTests
{
    [Fact]
    public async Task Route_ThatWrites_NamesItsLimit()
    {
        var endpoints = await EndpointsAsync();

        Assert.True(endpoints.Length >= 20, $"Only {endpoints.Length} routes that write were found.");
        Assert.Empty(endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<RateLimitedAttribute>() is null).Select(endpoint => endpoint.DisplayName));
        Assert.DoesNotContain(endpoints, endpoint => endpoint.Metadata.GetMetadata<RateLimitedAttribute>()!.Kind == RateLimitKind.None);
    }

    [Fact]
    public void PageHandler_ThatWrites_NamesItsLimit()
    {
        var handlers = typeof(SitePage).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(PageModel)))
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            .Where(method => Handler().IsMatch(method.Name)).ToArray();

        Assert.True(handlers.Length >= 20, $"Only {handlers.Length} handlers were found.");
        Assert.Empty(handlers.Where(handler => handler.GetCustomAttribute<RateLimitedAttribute>() is null)
            .Select(handler => $"{handler.DeclaringType!.Name}.{handler.Name}"));
        Assert.All(handlers, handler => Assert.True(handler.DeclaringType!.IsAssignableTo(typeof(SitePage)), handler.DeclaringType!.Name));
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("HEAD", false)]
    [InlineData("OPTIONS", false)]
    [InlineData("POST", true)]
    [InlineData("PUT", true)]
    [InlineData("PATCH", true)]
    [InlineData("DELETE", true)]
    [InlineData("MADE-UP", true)]
    public void Method_Writes(string method, bool writes) => Assert.Equal(writes, RateLimitedRoutes.Writes(method));

    /// <summary>Whatever may write; the handlers of pages are looked at by themselves.</summary>
    private static async Task<RouteEndpoint[]> EndpointsAsync()
    {
        RouteEndpoint[] found = [];
        await SiteRoutes.ReadAsync((_, endpoints) =>
        {
            found =
            [
                .. endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null
                    && (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { } methods || methods.HttpMethods.Any(RateLimitedRoutes.Writes))),
            ];
            return Task.CompletedTask;
        });
        return found;
    }

    [GeneratedRegex("^On(?:Post|Put|Patch|Delete)")]
    private static partial Regex Handler();
}
