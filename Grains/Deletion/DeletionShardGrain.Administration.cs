using OrleansVideo.Deletion;

namespace OrleansVideo.Grains.Deletion;

/// <content>What admins change, whosever the video is; who may is the frontend's to decide.</content>
internal sealed partial class DeletionShardGrain
{
    public async Task<Result<DeletionRecord>> Hold(Guid videoId)
    {
        // A video whose hiding is not recorded yet is hidden first: what is held is what waits for its deadline.
        if (await overrides.Find(videoId) is { State: DeletionRowState.Open, Step: DeletionStep.Hide } hiding)
            await outcomes.Record([await Run.Execute(hiding)]);
        return await Told(videoId, (await overrides.Hold(videoId)).Refusal);
    }

    public async Task<Result<DeletionRecord>> Release(Guid videoId)
    {
        var released = await overrides.Release(videoId);
        Schedule(TimeSpan.Zero);
        return await Told(videoId, released.Refusal);
    }

    public async Task<Result<DeletionRecord>> Cancel(Guid videoId)
    {
        if (await overrides.Find(videoId) is not { } newest) return RefusalCode.NotFound;
        if (!newest.IsKnown) return RefusalCode.NewerVersion;
        if (newest.State is DeletionRowState.Done or DeletionRowState.Cancelled) return RefusalCode.DeletionStateConflict;
        return await Told(videoId, (await Undo(videoId)).Refusal);
    }

    public async Task<Result<DeletionRecord>> Retry(Guid videoId)
    {
        var retried = await overrides.Retry(videoId, await counts.ReadClock());
        Schedule(TimeSpan.Zero);
        return await Told(videoId, retried.Refusal);
    }

    public async Task<int> Replay()
    {
        var replayed = await overrides.Replay(Slots, await counts.ReadClock());
        Schedule(TimeSpan.Zero);
        return replayed;
    }

    private async Task<Result<DeletionRecord>> Told(Guid videoId, Refusal? refusal) =>
        refusal is not null ? refusal : await records.Newest(videoId) is { } record ? record : RefusalCode.NotFound;
}
