using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Comments;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Comments;

/// <summary>
/// One video's comments. A post asks the video who may comment; that no comment outlives its video is decided by the
/// database, since another activation of either grain may know of a purge before this one does.
/// </summary>
[GrainType("comment-thread")]
internal sealed class CommentThreadGrain(CommentRows rows, TimeProvider clock) : Grain, ICommentThreadGrain
{
    /// <summary>Whether the video was there when it was last asked.</summary>
    private bool _hasVideo;

    private Guid Id => this.GetPrimaryKey();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.DeactivateUnlessStored(() => _hasVideo);
        return Task.CompletedTask;
    }

    public async Task<Result<Comment>> Post(string content, Caller caller)
    {
        if (VideoAccess.RefusePlaying(await Video(), caller) is { } refusal) return refusal;
        var text = content.Trim();
        if (!CommentText.IsValid(text)) return RefusalCode.CommentInvalid;
        var now = clock.Now();
        var comment = new Comment(Guid.CreateVersion7(now), caller.AccountId, caller.UserName, text, now);
        return await rows.Add(Id, comment) ? comment : RefusalCode.Gone;
    }

    public async Task<Result<Page<Comment>>> List(PageRequest page, Caller? caller, CancellationToken cancellationToken)
    {
        if (VideoAccess.RefuseReading(await Video(), caller) is { } refusal) return refusal;
        return page.TryStart(out var after) ? await rows.List(Id, page.Limit, after, cancellationToken) : RefusalCode.QueryInvalid;
    }

    public async Task<Result> Remove(Guid commentId, Caller caller)
    {
        var video = await Video();
        if (VideoAccess.RefuseReading(video, caller) is { } refusal) return refusal;
        if (await rows.Find(Id, commentId) is not { } comment) return RefusalCode.NotFound;
        if (comment.AuthorId != caller.AccountId && !video!.IsManagedBy(caller)) return RefusalCode.NotYours;
        await rows.Remove(commentId);
        return Result.Done;
    }

    public Task Close() => rows.RemoveAll(Id);

    public Task<CommentThreadView> GetState() => rows.Count(Id);

    private async Task<VideoDetails?> Video()
    {
        var video = await GrainFactory.GetGrain<IVideoGrain>(Id).Read();
        _hasVideo = video is not null;
        return video;
    }
}
