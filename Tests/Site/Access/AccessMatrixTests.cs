using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.WebFrontend.Hosting;

namespace OrleansVideo.Tests.Site.Access;

/// <summary>Who may do what, as <c>access-matrix.txt</c> says: the whole of it, and of the whole site.</summary>
[Trait("Needs", "ffmpeg")]
public sealed partial class AccessMatrixTests(AccessSite house) : IClassFixture<AccessSite>
{
    private const string StaticFile = "GET /favicon.ico";

    /// <summary>What ends or replaces the session of who asks.</summary>
    private static readonly string[] AboutTheCaller = ["/api/v1/users", "/api/v1/session", "/api/v1/users/me/password", "/account", "/setup"];

    public static TheoryData<string> Lines => [.. File.ReadLines(Repository.At("Tests", "Site", "Access", "access-matrix.txt"))
        .Where(line => line.Length > 0 && !line.StartsWith('#')).Select(line => Spaces().Replace(line, " "))];

    [Theory, MemberData(nameof(Lines))]
    public async Task Everybody_MayDoWhatTheMatrixSays_AndNothingElse(string line)
    {
        var words = line.Split(' ');
        var (method, route, on) = (words[0], words[1], words[2]);
        var writes = method != "GET";
        var subject = writes || route.EndsWith("/queue", StringComparison.Ordinal) ? await house.Fresh(on) : await house.Shared(on);
        foreach (var (who, cell) in new[] { "guest", "ended", "user", "owner", "admin" }.Zip([words[3], .. words[3..]]))
        {
            var isExpendable = writes && (AboutTheCaller.Contains(Path(route)) || route.StartsWith("/account/", StringComparison.Ordinal));
            var client = isExpendable ? await house.Expendable(who) : house.People[who];
            var before = writes && subject.Read is { } read ? await read() : null;

            var reply = await Send(client, method, route, on, subject, who);

            Check(reply, cell, who);
            if (before is not null)
            {
                var (isRefused, after) = (cell.EndsWith('=') || cell == "login" || reply.Status >= 400, await subject.Read!());
                Assert.True(before == after == isRefused, $"{who}: {reply.Request} answered {reply.Status}, and before it was\n{before}\nand after it is\n{after}");
                if (!isRefused) subject = await house.Fresh(on);
            }

            if (reply.Status >= 400 && route.StartsWith("/api/v1/", StringComparison.Ordinal))
                Check(await client.Post("/api", new { url = Address(route, on, subject), method, req_body = Body(method, route, on, who) }), cell, who);
            if (!isExpendable) continue;
            client.Dispose();
            if (who == "admin") await house.RenewAdmin();
        }
    }

    [Fact]
    public async Task Matrix_HasALineForEachRoute_AndNoneForAnother()
    {
        string[] expected = [.. await Routes()];
        string[] written = [.. Lines.Select(line => Query().Replace(string.Join(' ', line.Data.Split(' ')[..2]), "")).Distinct()];

        Assert.True(expected.Length > 100, $"Only {expected.Length} routes were found.");
        Assert.Empty(expected.Except(written));
        Assert.Empty(written.Except(expected));
    }

    private static void Check(Reply reply, string cell, string who)
    {
        var wanted = Cell().Match(cell);
        var location = reply.Headers.Location?.ToString();
        var isSignIn = reply.Status == 302 && location!.Contains("/account/login", StringComparison.OrdinalIgnoreCase);
        Assert.True(
            isSignIn ? cell == "login" : $"{reply.Status}" == wanted.Groups["status"].Value,
            $"{who}: {reply.Request} answered {reply.Status} {location}, not {cell}");
        if (wanted.Groups["code"] is { Success: true, Value: var code }) Assert.Equal(code, reply.Problem);
    }

    private async Task<Reply> Send(SiteClient client, string method, string route, string on, Subject subject, string who)
    {
        var (address, isSignedIn) = (Address(route, on, subject), who is not ("guest" or "ended"));
        if (route.StartsWith("/upload/", StringComparison.Ordinal)) return await client.Upload(subject.Id, await SampleVideos.Mp4FastStartAsync());
        if (IsPage(route))
        {
            if (method == "GET") return await client.Get(address, ("Accept", "text/html"));
            return await client.SendForm(isSignedIn ? "/" : "/account/login", Form(route, subject, who), address);
        }

        if (route is "/admin/orleans/" or "/admin/orleans/index.html") return await client.Get(address, ("Accept", "text/html"));
        if (route.StartsWith("/admin/orleans/", StringComparison.Ordinal)) return await client.Get(address, ("Sec-Fetch-Site", "same-origin"));
        if (route == "/preferences") return await client.SendForm(isSignedIn ? "/" : "/account/login", new() { ["theme"] = "dark" }, address);
        return Body(method, route, on, who) is { } body ? await client.Send(new HttpMethod(method), address, Json(body)) : await client.Send(new HttpMethod(method), address);
    }

    private static bool IsPage(string route) => !route.StartsWith("/admin/orleans", StringComparison.Ordinal)
        && (route is "/" || route.StartsWith("/account", StringComparison.Ordinal) || route.StartsWith("/admin", StringComparison.Ordinal)
            || route.StartsWith("/setup", StringComparison.Ordinal) || route.StartsWith("/userhome", StringComparison.Ordinal)
            || route.StartsWith("/watch/", StringComparison.Ordinal) || route.StartsWith("/embed/", StringComparison.Ordinal)
            || route.StartsWith("/error/", StringComparison.Ordinal));

    private string Address(string route, string on, Subject subject)
    {
        var address = Path(route)
            .Replace("{commentId:canonical}", subject.Other, StringComparison.Ordinal)
            .Replace("{page:int}", "1", StringComparison.Ordinal)
            .Replace("{status:int}", "500", StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal)
            .Replace("{documentName?}", "", StringComparison.Ordinal)
            .Replace("{**path}", "none", StringComparison.Ordinal)
            .Replace("{*path}", house.Silo, StringComparison.Ordinal)
            .Replace("{*address}", house.Silo, StringComparison.Ordinal)
            .Replace("{*grainName}", "OrleansVideo.Grains.Streaming.StreamLimiterGrain", StringComparison.Ordinal);
        address = Id().Replace(address, subject.Id);
        if (Path(route) != route) return address + (IsPage(route) ? "?handler=" + route.Split('?')[1] : "?" + route.Split('?')[1]);
        return route switch
        {
            "/userhome/delete" when on != "-" => $"{address}?ids={subject.Id}",
            "/admin/orleans/GrainState" => address + "?grainType=OrleansVideo.Grains.Streaming.StreamLimiterGrain&grainId=global",
            _ => address,
        };
    }

    private static object? Body(string method, string route, string on, string who) => (method, Path(route)) switch
    {
        ("POST", "/api/v1/users") => new { userName = AccountCalls.FreshName("new"), password = AccountCalls.Password },
        ("POST", "/api/v1/session") => new { userName = SiteSettings.AdminName, password = SiteSettings.AdminPassword },
        ("POST", "/api/v1/users/me/password") => new { currentPassword = Password(who), newPassword = Password(who) },
        ("POST", "/api/v1/videos") => new { title = "A walk" },
        ("PATCH", _) => on == "closed" ? new { visibility = "public" } : new { title = $"A walk {Guid.NewGuid():N}" },
        ("POST", "/api/v1/videos/{id:canonical}/comments/") => new { content = "Well said." },
        ("POST", "/api/v1/videos/{id:canonical}/playback") => new { state = "playing", position = 1 },
        ("PUT", "/api/v1/admin/streams/capacity") => new { maxStreams = (int?)null },
        ("POST", "/api/v1/admin/storage/scans") => new { dryRun = true },
        _ => null,
    };

    private static Dictionary<string, string> Form(string route, Subject subject, string who) => route switch
    {
        "/account" => new() { ["CurrentPassword"] = Password(who), ["Password"] = Password(who) },
        "/account?EndSession" => new() { ["handle"] = Guid.NewGuid().ToString() },
        "/account/login" => new() { ["UserName"] = SiteSettings.AdminName, ["Password"] = SiteSettings.AdminPassword },
        "/account/register" => new() { ["UserName"] = AccountCalls.FreshName("new"), ["Password"] = AccountCalls.Password },
        "/setup" => new() { ["Code"] = "a guess", ["UserName"] = AccountCalls.FreshName("new"), ["Password"] = AccountCalls.Password },
        "/watch/{id}?Comment" => new() { ["NewComment"] = "Well said." },
        "/watch/{id}?RemoveComment" => new() { ["commentId"] = subject.Other },
        "/userhome" => new() { ["Video.Title"] = "A walk" },
        "/userhome/edit/{id}" => new() { ["Form.Title"] = $"A walk {Guid.NewGuid():N}", ["Form.Visibility"] = "Public" },
        "/admin/deletions?Command" => new() { ["command"] = "Hold", ["id"] = subject.Id },
        "/admin/storage?Scan" => new() { ["dryRun"] = "true" },
        "/admin/streams?Capacity" => new() { ["MaxStreams"] = "200" },
        "/admin/storage?Quarantine" or "/admin/storage?Restore" or "/admin/streams?Evict" => new() { ["id"] = subject.Id },
        _ => new() { ["ids"] = subject.Id },
    };

    private static string Password(string who) => who == "admin" ? SiteSettings.AdminPassword : AccountCalls.Password;

    private static ByteArrayContent Json(object body) =>
        new(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new("application/json") } };

    /// <summary>Without the handler or query; the question mark of an optional part is none.</summary>
    private static string Path(string route) => route.EndsWith("?}", StringComparison.Ordinal) ? route : route.Split('?')[0];

    /// <summary>As the matrix writes them; a page once for each of its handlers, static files as one of them.</summary>
    private static async Task<SortedSet<string>> Routes()
    {
        var routes = new SortedSet<string>(StringComparer.Ordinal);
        await SiteRoutes.ReadAsync(async (services, endpoints) =>
        {
            var pages = services.GetRequiredService<PageLoader>();
            foreach (var endpoint in endpoints)
            {
                var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
                if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
                {
                    routes.Add(StaticFile);
                }
                else if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
                {
                    routes.Add($"GET {route}");
                    var handlers = (await pages.LoadAsync(page, endpoint.Metadata)).HandlerMethods;
                    foreach (var handler in handlers.Where(handler => handler.HttpMethod is not ("Get" or "Page"))) // OnPageHandlerExecuting is none.
                        routes.Add($"{handler.HttpMethod.ToUpperInvariant()} {route}{(handler.Name is { } name ? "?" + name : "")}");
                }
                else
                {
                    var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
                    foreach (var method in methods.Where(method => method != "HEAD" || methods.Count == 1)) routes.Add($"{method} {route}");
                }
            }
        });
        return routes;
    }

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    /// <summary>A query, but a page's handler.</summary>
    [GeneratedRegex(@"\?permanent=true$")]
    private static partial Regex Query();

    [GeneratedRegex(@"\{(?:id|videoId|leaseId)(?::canonical)?\}")]
    private static partial Regex Id();

    [GeneratedRegex("^(?<status>[0-9]{3})(?:/(?<code>[a-z-]+))?=?$")]
    private static partial Regex Cell();
}
