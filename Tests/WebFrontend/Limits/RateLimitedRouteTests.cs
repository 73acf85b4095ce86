using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.Deletion;
using OrleansVideo.Media.Store;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Administration;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Feeds;
using OrleansVideo.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Pages;
using OrleansVideo.WebFrontend.Preferences;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Streaming;
using OrleansVideo.WebFrontend.Uploads;

namespace OrleansVideo.Tests.WebFrontend.Limits;

/// <summary>Whatever writes says which limit it counts for.</summary>
public sealed partial class RateLimitedRouteTests
{
    private static readonly Dictionary<string, Action<IEndpointRouteBuilder>> Mapped = new()
    {
        ["MapApi"] = routes => routes.MapApi(),
        ["MapFeed"] = routes => routes.MapFeed(),
        ["MapPreferences"] = routes => routes.MapPreferences(),
        ["MapBeats"] = routes => routes.MapBeats(),
        ["MapStreaming"] = routes => routes.MapStreaming(),
        ["MapUploads"] = routes => routes.MapUploads(),
    };

    /// <summary>The handlers of pages are looked at below; the streaming tier counts what is forwarded to it; the rest only reads.</summary>
    private static readonly string[] Elsewhere = ["MapVideoPages", "MapStreamingTier", "MapReference", "MapDashboard", "MapMetrics", "MapHealth"];

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

    /// <summary>What the site maps is what these tests look at.</summary>
    [Fact]
    public void Program_MapsNothingElse()
    {
        var mapped = Mapping().Matches(File.ReadAllText(Repository.At("WebFrontend", "Program.cs"))).Select(match => match.Groups[1].Value);

        Assert.Equal(Mapped.Keys.Concat(Elsewhere).Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
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

    private static async Task<RouteEndpoint[]> EndpointsAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(FakeGrains.Of());
        builder.Services.AddSiteOptions<DeletionOptions>("Deletion");
        builder.Services.AddNetwork();
        builder.Services.AddLimits().AddAccounts().AddAdministration().AddProblems().AddApi();
        builder.Services.AddStreaming();
        builder.Services.AddUploads();
        builder.Services.AddSingleton<MediaStore>(); // The silo's.
        await using var app = builder.Build();
        foreach (var map in Mapped.Values) map(app);
        return
        [
            .. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { } methods || methods.HttpMethods.Any(RateLimitedRoutes.Writes)),
        ];
    }

    [GeneratedRegex("^On(?:Post|Put|Patch|Delete)")]
    private static partial Regex Handler();

    [GeneratedRegex(@"\bapp\.(Map\w+)\(")]
    private static partial Regex Mapping();
}
