using System.Text.Json.Serialization;
using OrleansVideo.Accounts;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.WebFrontend.Videos;

/// <summary>Videos over JSON, one by one. Each answer comes from the video's own grain.</summary>
internal static class VideoRoutes
{
    /// <summary>Maps <c>/videos</c> and <c>/videos/{id}</c>.</summary>
    public static void MapVideos(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Videos");
        routes.MapVideoLists();
        routes.MapPost("/videos", CreateAsync).RequireAuthorization().LimitRate(RateLimitKind.Drafts).WithSummary("Create a draft to upload content to")
            .Produces<DraftJson>(StatusCodes.Status201Created).ProducesProblems(400, 401, 409, 429);
        routes.MapGet("/videos/{id:canonical}", ReadAsync).WithSummary("A video's details")
            .Produces<VideoJson>().ProducesProblems(404, 410, 429);
        routes.MapPatch("/videos/{id:canonical}", EditAsync).RequireAuthorization().LimitRate(RateLimitKind.Edits).WithSummary("Change title, description, visibility; an admin's visibility of another's video is a ceiling, with a reason for its owner")
            .Produces<VideoJson>().ProducesProblems(400, 401, 403, 404, 409, 410, 429);
    }

    private static async Task<IResult> CreateAsync(NewVideoJson body, IGrainFactory grains, TimeProvider clock, HttpContext context)
    {
        if (context.GetCaller() is not { } caller) return RefusalCode.SignInRequired.ToProblem();
        if (!body.Read().TryGet(out var video, out var refusal)) return refusal.ToProblem();
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var created = await grains.GetGrain<IVideoGrain>(id).Create(video, caller);
        return created.ToHttp(draft => TypedResults.Created($"{ApiSetup.Root}/videos/{id}", new DraftJson(draft)));
    }

    private static async Task<IResult> ReadAsync(Guid id, IGrainFactory grains, CountedViews views, HttpContext context)
    {
        var video = await grains.GetGrain<IVideoGrain>(id).Read();
        return VideoAccess.RefuseReading(video, context.GetCaller()) is { } refused
            ? refused.ToProblem()
            : TypedResults.Ok(VideoJson.For(await views.AddTo(video!), context.GetCaller()));
    }

    private static async Task<IResult> EditAsync(Guid id, VideoEditJson body, IGrainFactory grains, CountedViews views, HttpContext context)
    {
        if (context.GetCaller() is not { } caller) return RefusalCode.SignInRequired.ToProblem();
        if (!body.Read().TryGet(out var edit, out var refusal)) return await RefuseManagingAsync(id, caller, grains) ?? refusal.ToProblem();
        var edited = await grains.GetGrain<IVideoGrain>(id).Edit(edit, caller);
        return edited.TryGet(out var video, out refusal) ? TypedResults.Ok(VideoJson.For(await views.AddTo(video), caller)) : refusal.ToProblem();
    }

    /// <summary>What is wrong with a change tells nothing to those who may not make it.</summary>
    private static async Task<IResult?> RefuseManagingAsync(Guid id, Caller caller, IGrainFactory grains) =>
        VideoAccess.RefuseManaging(await grains.GetGrain<IVideoGrain>(id).Read(), caller)?.ToProblem();
}

/// <summary>A new draft: the video's details, and where its content goes.</summary>
public sealed record DraftJson : VideoJson
{
    /// <summary>The draft in the shape of the API.</summary>
    public DraftJson(VideoDetails video)
        : base(From(video)) => UploadUrl = $"/upload/{video.Id}";

    /// <summary>Where a multipart form with the file goes.</summary>
    [JsonPropertyOrder(1)]
    public string UploadUrl { get; }

    /// <summary>Where a resumable upload goes; null while this site takes none.</summary>
    [JsonPropertyOrder(2)]
    public string? TusUrl { get; }
}
