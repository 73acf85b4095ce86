using Dapper;
using OrleansVideo.Grains.DueWork;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// Tells videos whose their deletion is and who holds it, so that their owners are told. A row that was changed by an admin bears that it is
/// untold until the video has stored it: a crash in between, or a silo of the release before, leaves the work to a later look.
/// </summary>
internal sealed class RemovalNotices(DeletionQueue queue, DueWorkQueue due, IGrainFactory grains)
{
    /// <summary>Tells the video what this row says of its deletion.</summary>
    public async Task Tell(DeletionRow row)
    {
        var told = await grains.GetGrain<IVideoGrain>(row.Video).SetRemoval(row.ToRemoval());
        if (told.Refusal is { IsOfNewerVersion: true }) throw new NewerVersionException($"A newer release wrote video {row.Video}: what an admin did waits for it.");
        await queue.MarkTold(row);
    }

    /// <summary>Tells the videos of these slots that were not told when it happened.</summary>
    public async Task TellDue((int From, int To) slots) => await due.RunAsync(
        DeletionQueue.UntoldVideos, new DynamicParameters(new { from = slots.From, to = slots.To }), async video =>
        {
            foreach (var row in await queue.ListUntold(video)) await Tell(row);
            return true;
        });
}
