using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Serialization.Invocation;
using OrleansVideo.Accounts;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>The shell of <see cref="VideoTransitions"/>: stores what they decide and keeps the read model in step.</summary>
[GrainType("video"), MayInterleave(nameof(MayInterleave))]
internal sealed partial class VideoGrain(
    [PersistentState("video")] IPersistentState<VideoState> storage,
    VideoRows rows,
    ViewCounts views,
    IVideoDatabase database,
    IOptions<UploadsOptions> uploads,
    TimeProvider clock,
    ILogger<VideoGrain> logger) : Grain, IVideoGrain
{
    /// <summary>What is stored for certain; readers between two writes see this and nothing newer.</summary>
    private VideoState _stored = new();

    private Guid Id => this.GetPrimaryKey();

    /// <summary>Views touch no state: whoever counts keeps nobody out, nor waits for anybody.</summary>
    public static bool MayInterleave(IInvokable request) => request.GetMethodName() == nameof(AddViews);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _stored = storage.State;
        this.DeactivateUnlessStored(IsStored);
        return Task.CompletedTask;
    }

    public async Task<Result<VideoDetails>> Create(NewVideo video, Caller owner)
    {
        if (_stored.IsNewer) return RefusalCode.NewerVersion;
        var transition = VideoTransitions.Create(_stored, video, owner, clock.Now());
        if (transition.Refusal is { } refusal) return refusal;
        var draft = transition.Next! with { Revision = 1 };
        if (!await rows.AnnounceDraft(Id, draft, uploads.Value.MaxDraftsPerUser)) return RefusalCode.DraftsExhausted;
        await Store(draft);
        return _stored.ToDetails(Id)!;
    }

    public Task<VideoDetails?> Read() => Task.FromResult(_stored.ToDetails(Id));

    public async Task<Result<VideoDetails>> Edit(VideoEdit edit, Caller caller)
    {
        var video = _stored.ToDetails(Id);
        if (VideoAccess.RefuseManaging(video, caller) is { } refusal) return refusal;
        var (by, before) = (video!.ActsAs(caller), video!.Visibility);
        var limit = _stored.VisibilityLimit;
        var edited = await Commit(VideoTransitions.Edit(_stored, edit, by, clock.Now()));
        if (by == HiddenBy.Admin && edited.Refusal is null && (before != _stored.ShownVisibility || limit != _stored.VisibilityLimit))
            LogVisibility(Id, _stored.Owner, _stored.ShownVisibility, _stored.VisibilityLimit is not null, caller.UserName, caller.AccountId, RemovalReason.Trimmed(edit.Reason));
        return edited;
    }

    public Task<Result> BeginProcessing(StoredContent content) =>
        CommitOnly(VideoTransitions.BeginProcessing(_stored, content));

    public Task<Result> LoseUpload(string reason) => CommitOnly(VideoTransitions.LoseUpload(_stored, reason));

    public Task<Result> CompleteProcessing(ProbeReport report) =>
        CommitOnly(VideoTransitions.CompleteProcessing(_stored, report, clock.Now()));

    public Task<Result> AddPoster() => CommitOnly(VideoTransitions.AddPoster(_stored));

    public Task<Result<VideoDetails>> Trash(long generation, DateTimeOffset deleteAfter) =>
        Commit(VideoTransitions.Trash(_stored, generation, deleteAfter, clock.Now()));

    public Task<Result> SetRemoval(VideoRemoval removal) => CommitOnly(VideoTransitions.SetRemoval(_stored, removal));

    public Task<Result<VideoDetails>> Restore(long generation) =>
        Commit(VideoTransitions.Restore(_stored, generation));

    public Task<Result<VideoDetails>> BeginPurge(long generation) =>
        Commit(VideoTransitions.BeginPurge(_stored, generation, clock.Now()));

    /// <remarks>By the database's clock: how long the tombstone is kept is counted from here.</remarks>
    public async Task<Result> CompletePurge(long generation, long bytesFreed)
    {
        var now = await database.ReadClockAsync();
        return await CommitOnly(VideoTransitions.CompletePurge(_stored, bytesFreed, now));
    }

    public async Task<bool> Forget(DateTimeOffset purgedBefore)
    {
        if (_stored.Revision != 0 && (_stored.PurgedAt is not { } purgedAt || purgedAt > purgedBefore)) return false;
        _stored.RefuseIfNewer();
        await rows.Remove(Id);
        await storage.ClearAsync();
        _stored = new VideoState();
        this.DeactivateUnlessStored(IsStored);
        return true;
    }

    public Task AddViews(int count) =>
        count is > 0 and <= ViewBatch.MaxViews ? views.Add(new ViewCount(Id, count)) : Task.CompletedTask;

    public async Task Settle(long revision)
    {
        _stored.RefuseIfNewer(); // Its row is the newer release's, too.
        if (_stored.Revision == 0)
        {
            // Announced, and never stored: there is nothing to show and nothing to hide.
            await rows.Forget(Id, revision);
            return;
        }

        if (_stored.Revision >= revision) await rows.Publish(Id, _stored);
        else await Store(_stored with { Revision = revision });
    }

    public Task<VideoStateView> GetState() => Task.FromResult(new VideoStateView
    {
        Details = _stored.ToDetails(Id),
        DeletionGeneration = _stored.DeletionGeneration,
        BytesFreed = _stored.BytesFreed,
        Schema = _stored.Schema,
    });

    private bool IsStored() => _stored.Revision != 0;

    private async Task<Result<VideoDetails>> Commit(Transition transition)
    {
        if (_stored.IsNewer) return RefusalCode.NewerVersion;
        if (transition.Refusal is { } refusal) return refusal;
        if (transition.Next is { } next) await Announced(next with { Revision = _stored.Revision + 1 });
        return _stored.ToDetails(Id) is { } details ? details : RefusalCode.NotFound;
    }

    private async Task<Result> CommitOnly(Transition transition) => new((await Commit(transition)).Refusal);

    /// <summary>Intent, state, row, in this order: a list hides before the grain does, and shows after it.</summary>
    private async Task Announced(VideoState next)
    {
        await rows.Announce(Id, next.Revision, hides: _stored.IsListed && !next.IsListed);
        await Store(next);
    }

    private async Task Store(VideoState next)
    {
        await storage.WriteAsync(next);
        _stored = next;
        await rows.Publish(Id, next);
    }

    [LoggerMessage(1610, LogLevel.Information,
        "Visibility of video {VideoId} of {Owner} is {Visibility} (limited: {IsLimited}) by admin {UserName} ({AccountId}): {Reason}")]
    private partial void LogVisibility(
        Guid videoId, string owner, Visibility visibility, bool isLimited, string userName, Guid accountId, string? reason);
}
