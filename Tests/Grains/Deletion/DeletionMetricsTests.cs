using System.Diagnostics.Metrics;
using OrleansVideo.Accounts;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Tests.Silo.Telemetry;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Grains.Deletion;

public sealed class DeletionMetricsTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private readonly Caller _owner = GrainCluster.NewCaller();

    [Fact]
    public void Steps_AreCountedByWhatBecameOfThem()
    {
        using var measured = new Measured();
        var metrics = new DeletionMetrics(measured.Meters);

        metrics.Done(DeletionStep.Hide);
        metrics.Failed(DeletionStep.Purge, isGivenUp: false);
        metrics.Failed(DeletionStep.Unhide, isGivenUp: true);
        metrics.Freed(12);

        Assert.Equal(
            [
                "orleansvideo.deletion.steps 1 {step} step=hide outcome=done",
                "orleansvideo.deletion.steps 1 {step} step=purge outcome=retry",
                "orleansvideo.deletion.steps 1 {step} step=unhide outcome=dead_letter",
                "orleansvideo.deletion.bytes 12 By",
            ],
            measured.Take());
    }

    [Fact]
    public async Task Purge_IsCounted_AndTheLedgerIsShown()
    {
        using var measured = new Measured(cluster.Service<IMeterFactory>());
        using var shown = new Measured();
        var gauges = new DeletionGauges(cluster.Service<DeletionLedgerQueries>(), shown.Meters);
        Assert.Empty(shown.Take());

        var (id, _) = await cluster.ReadyVideo(_owner);
        await cluster.Shard(id).Delete(id, _owner, permanent: false);
        await gauges.RefreshAsync();
        Assert.Contains("orleansvideo.deletion.open 1 {deletion}", shown.Take());

        await cluster.Shard(id).Delete(id, _owner, permanent: true);
        await Eventually.True("the video is purged and its row closed", TimeSpan.FromSeconds(20), async () =>
        {
            await cluster.Advance(TimeSpan.FromSeconds(3));
            await gauges.RefreshAsync();
            return shown.Take().Contains("orleansvideo.deletion.open 0 {deletion}");
        });
        await gauges.RefreshAsync();
        Assert.Contains("orleansvideo.deletion.dead_letters 0 {deletion}", shown.Take());
        await Eventually.True("the step is counted, a moment after its row is closed", TimeSpan.FromSeconds(20),
            () => measured.Take().Contains("orleansvideo.deletion.steps 1 {step} step=purge outcome=done"));

        gauges.Forget();
        Assert.Empty(shown.Take());
    }
}
