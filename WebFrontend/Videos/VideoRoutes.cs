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
        if (!TryReadVisibility(body.Visibility, out var visibility)) return RefusalCode.VisibilityInvalid.ToProblem();
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var created = await grains.GetGrain<IVideoGrain>(id)
            .Create(new NewVideo(body.Title ?? "", body.Description ?? "", visibility ?? Visibility.Public), caller);
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
        if (!TryReadVisibility(body.Visibility, out var visibility))
            return await RefuseManagingAsync(id, caller, grains) ?? RefusalCode.VisibilityInvalid.ToProblem();
        var edited = await grains.GetGrain<IVideoGrain>(id).Edit(new VideoEdit(body.Title, body.Description, visibility) { Reason = body.Reason }, caller);
        return edited.TryGet(out var video, out var refusal) ? TypedResults.Ok(VideoJson.For(await views.AddTo(video), caller)) : refusal.ToProblem();
    }

    /// <summary>What is wrong with a change tells nothing to those who may not make it.</summary>
    private static async Task<IResult?> RefuseManagingAsync(Guid id, Caller caller, IGrainFactory grains) =>
        VideoAccess.RefuseManaging(await grains.GetGrain<IVideoGrain>(id).Read(), caller)?.ToProblem();

    private static bool TryReadVisibility(string? word, out Visibility? visibility)
    {
        var known = VideoWords.TryParse(word ?? "", out Visibility parsed);
        visibility = known ? parsed : null;
        return known || word is null;
    }
}

/// <summary>A video to create.</summary>
/// <param name="Title">1 to 120 characters.</param>
/// <param name="Description">Up to 5,000 characters; empty unless said.</param>
/// <param name="Visibility">One of <c>public</c>, <c>unlisted</c>, <c>private</c>; public unless said.</param>
public sealed record NewVideoJson(string? Title, string? Description, string? Visibility);

/// <summary>A change to a video; what is absent or null stays.</summary>
/// <param name="Title">New title.</param>
/// <param name="Description">New description.</param>
/// <param name="Visibility">New visibility.</param>
/// <param name="Reason">What the owner is told when an admin sets the visibility of another's video: up to 500 characters in one line.</param>
public sealed record VideoEditJson(string? Title, string? Description, string? Visibility, string? Reason = null);

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
