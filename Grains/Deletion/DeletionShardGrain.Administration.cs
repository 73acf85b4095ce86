using OrleansVideo.Accounts;
using OrleansVideo.Deletion;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Deletion;

/// <content>What admins change, whosever the video is; who may is the frontend's to decide.</content>
internal sealed partial class DeletionShardGrain
{
    public Task<Result<DeletionRecord>> Hold(Guid videoId) => HoldFor(videoId, reason: null);

    public async Task<Result<DeletionRecord>> HoldFor(Guid videoId, string? reason)
    {
        reason = RemovalReason.Trimmed(reason);
        if (!RemovalReason.IsReason(reason)) return RefusalCode.ReasonInvalid;
        // A video whose hiding is not recorded yet is hidden first: what is held is what waits for its deadline.
        if (await overrides.Find(videoId) is { State: DeletionRowState.Open, Step: DeletionStep.Hide } hiding)
            await outcomes.Record([await Run.Execute(hiding)]);
        return await Told(videoId, await overrides.Hold(videoId, await counts.ReadClock(), reason));
    }

    public async Task<Result<DeletionRecord>> Release(Guid videoId)
    {
        var released = await overrides.Release(videoId);
        Schedule(TimeSpan.Zero);
        return await Told(videoId, released);
    }

    public Task<Result<DeletionRecord>> Cancel(Guid videoId) => CancelAs(videoId, HiddenBy.Admin);

    public async Task<Result<DeletionRecord>> CancelBy(Guid videoId, Caller admin) =>
        await CancelAs(videoId, await Video(videoId).Read() is { } video ? video.ActsAs(admin) : HiddenBy.Admin);

    private async Task<Result<DeletionRecord>> CancelAs(Guid videoId, HiddenBy by)
    {
        if (await overrides.Find(videoId) is not { } newest) return RefusalCode.NotFound;
        if (!newest.IsKnown) return RefusalCode.NewerVersion;
        if (newest.State is DeletionRowState.Done or DeletionRowState.Cancelled) return RefusalCode.DeletionStateConflict;
        return await Answer(videoId, (await Undo(videoId, by)).Refusal);
    }

    public async Task<Result<DeletionRecord>> Retry(Guid videoId)
    {
        var retried = await overrides.Retry(videoId, await counts.ReadClock());
        Schedule(TimeSpan.Zero);
        return await Answer(videoId, retried.Refusal);
    }

    public async Task<int> Replay()
    {
        var replayed = await overrides.Replay(Slots, await counts.ReadClock());
        Schedule(TimeSpan.Zero);
        return replayed;
    }

    /// <summary>The video is told of the change before the admin is.</summary>
    private async Task<Result<DeletionRecord>> Told(Guid videoId, Result<DeletionRow> changed)
    {
        if (changed.Value is { Untold: not null } row) await Tell(row);
        return await Answer(videoId, changed.Refusal);
    }

    private async Task<Result<DeletionRecord>> Answer(Guid videoId, Refusal? refusal) =>
        refusal is not null ? refusal : await records.Newest(videoId) is { } record ? record : RefusalCode.NotFound;
}
