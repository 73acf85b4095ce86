using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Pages;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Feeds;

/// <summary><c>GET, HEAD /feed.xml</c>: the newest public videos as an Atom feed, everybody's or <c>?owner=</c> one user's.</summary>
internal static class FeedRoute
{
    /// <summary>Where the feed lies.</summary>
    public const string Path = "/feed.xml";

    private const int Entries = 50;

    /// <summary>Maps the feed. It is the same for everybody.</summary>
    public static void MapFeed(this IEndpointRouteBuilder routes) =>
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], GetAsync).WithMetadata(NeedsNoSession.Instance).ExcludeFromDescription();

    /// <summary>The feed of an owner's videos, or of everybody's where none is named.</summary>
    public static string Of(string? owner) => string.IsNullOrEmpty(owner) ? Path : $"{Path}?owner={Uri.EscapeDataString(owner)}";

    /// <summary>
    /// Readers ask again with what they were told: by the tag they learn of every change (RFC 9110 §13.1.2), by the date alone of new
    /// videos. As with posters, a shared cache asks here before each use: what is private or gone by now is shown to nobody.
    /// </summary>
    private static async Task<IResult> GetAsync(string? owner, HttpContext context, IGrainFactory grains)
    {
        var whose = string.IsNullOrEmpty(owner) ? null : owner;
        var listed = await grains.GetGrain<ICatalogGrain>(0).List(new VideoQuery(Owner: whose), new PageRequest(Entries), context.RequestAborted);
        if (!listed.TryGet(out var page, out var refusal)) return refusal.ToProblem();

        var feed = new FeedDocument(context.Request.Absolute, whose, page.Items);
        var bytes = feed.ToBytes();
        context.Response.Headers.CacheControl = "public, max-age=300, s-maxage=0";
        return TypedResults.Bytes(bytes, FeedDocument.MediaType + "; charset=utf-8", lastModified: feed.Updated, entityTag: TagOf(bytes));
    }

    private static EntityTagHeaderValue TagOf(byte[] bytes) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"");
}
