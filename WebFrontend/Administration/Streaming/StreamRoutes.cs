using System.Text.Json;
using OrleansVideo.Catalog;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>The stream tokens of the cluster, for admins: who holds which, how many there are, and how one is taken back.</summary>
internal static class StreamRoutes
{
    /// <summary>Maps <c>/admin/streams</c>.</summary>
    public static void MapStreamAdministration(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/admin/streams").WithTags("Administration").RequireAuthorization(AccountsSetup.AdminsOnly)
            .LimitRate(RateLimitKind.Administration);
        routes.MapGet("", ListAsync).WithSummary("The stream tokens: how many there are, and who holds which")
            .Produces<StreamsJson>().ProducesProblems(400, 401, 403);
        routes.MapPut("/capacity", SetCapacityAsync)
            .WithSummary("Change how many stream tokens there are: 0 lets nobody in and cuts nobody, null goes back to the option")
            .Produces<StreamCountsJson>().ProducesProblems(400, 401, 403);
        routes.MapDelete("/{leaseId:canonical}", EvictAsync).WithSummary("Take a stream token back: its streams end within a second")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(401, 403, 404);
    }

    private static async Task<IResult> ListAsync([AsParameters] PageQuery query, IGrainFactory grains, HttpContext context)
    {
        if (!query.ReadLeases().TryGet(out var page, out var refusal)) return refusal.ToProblem();
        var limiter = grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(StreamsJson.From(await limiter.GetState(), await limiter.ListLeases(page)));
    }

    private static async Task<IResult> SetCapacityAsync(CapacityJson body, StreamCommands commands, HttpContext context)
    {
        if (context.GetCaller() is not { } admin) return RefusalCode.SignInRequired.ToProblem();
        if (!body.TryRead(out var maxStreams)) return RefusalCode.CapacityInvalid.ToProblem();
        return (await commands.SetCapacity(maxStreams, admin)).ToHttp(after => TypedResults.Ok(StreamCountsJson.From(after)));
    }

    private static async Task<IResult> EvictAsync(Guid leaseId, StreamCommands commands, HttpContext context) =>
        context.GetCaller() is { } admin
            ? (await commands.Evict(leaseId, admin)).ToHttp()
            : RefusalCode.SignInRequired.ToProblem();
}

/// <summary>Which of the tokens that are held the query asks for.</summary>
internal static class LeaseQuery
{
    /// <summary>The page that is wanted, or <see cref="RefusalCode.QueryInvalid"/>: its cursor is the id of a lease.</summary>
    public static Result<PageRequest> ReadLeases(this PageQuery query)
    {
        if (!query.Read().TryGet(out var page, out var refusal)) return refusal;
        return page.Cursor is null || CanonicalIdConstraint.IsCanonical(page.Cursor) ? page : RefusalCode.QueryInvalid;
    }
}

/// <summary>The stream tokens, and one page of those who hold them.</summary>
/// <param name="Capacity">How many tokens there are.</param>
/// <param name="Held">How many are held: after a decrease, for a while more than there are.</param>
/// <param name="Waiting">Viewers who wait for one.</param>
/// <param name="Leases">The tokens that are held, by the order of their ids.</param>
/// <param name="NextCursor">Where the next page begins, as <c>?cursor=</c>; null on the last one.</param>
internal sealed record StreamsJson(int Capacity, int Held, int Waiting, IReadOnlyList<StreamLeaseJson> Leases, string? NextCursor)
{
    /// <summary>The limiter's word in the shape of the API.</summary>
    public static StreamsJson From(StreamLimiterView view, Page<StreamHolding> page) =>
        new(view.Capacity, view.Held, view.Waiting, [.. page.Items.Select(StreamLeaseJson.From)], page.NextCursor);
}

/// <summary>A stream token that is held.</summary>
/// <param name="Id">The lease; what DELETE takes.</param>
/// <param name="VideoId">What is watched.</param>
/// <param name="Viewer">Who watches, as a hash that is the same for all playbacks of one viewer.</param>
/// <param name="Address">The viewer's network address.</param>
/// <param name="Frontend">The process that has sent the most of it; null while the token waits for its playback to turn up at another one.</param>
/// <param name="Since">Since when it is held.</param>
/// <param name="Requests">Requests open under it, at most a heartbeat ago.</param>
/// <param name="BytesSent">Bytes sent under it, as of then.</param>
internal sealed record StreamLeaseJson(
    Guid Id, Guid VideoId, string Viewer, string Address, Guid? Frontend, DateTime Since, int Requests, long BytesSent)
{
    /// <summary>The holding in the shape of the API.</summary>
    public static StreamLeaseJson From(StreamHolding holding) => new(
        holding.Id, holding.Playback.VideoId, holding.Playback.Viewer, holding.Address, holding.Frontend,
        holding.Since.UtcDateTime, holding.Requests, holding.BytesSent);
}

/// <summary>How many stream tokens there are, after a change.</summary>
/// <param name="Capacity">How many tokens there are.</param>
/// <param name="Held">How many are held; while these are not fewer, nobody gets in.</param>
/// <param name="Waiting">Viewers who wait for one.</param>
internal sealed record StreamCountsJson(int Capacity, int Held, int Waiting)
{
    /// <summary>The limiter's word in the shape of the API.</summary>
    public static StreamCountsJson From(StreamLimiterView view) => new(view.Capacity, view.Held, view.Waiting);
}

/// <summary>How many stream tokens there are to be.</summary>
/// <param name="MaxStreams">A whole number from 0, or null for what the option says. It has to be there: null is an order of its own.</param>
internal sealed record CapacityJson(JsonElement MaxStreams)
{
    /// <summary>Reads the number.</summary>
    /// <param name="maxStreams">The number; null goes back to the option.</param>
    /// <returns>Whether it is a whole number, or null.</returns>
    public bool TryRead(out int? maxStreams)
    {
        maxStreams = MaxStreams.ValueKind == JsonValueKind.Number && MaxStreams.TryGetInt32(out var number) ? number : null;
        return maxStreams is not null || MaxStreams.ValueKind == JsonValueKind.Null;
    }
}
