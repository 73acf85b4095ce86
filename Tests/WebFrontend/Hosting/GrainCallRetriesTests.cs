using System.Diagnostics;
using Orleans.Storage;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Hosting;

public sealed class GrainCallRetriesTests(RetryingCluster cluster) : IClassFixture<RetryingCluster>
{
    private static readonly Exception SiloDied = new SiloUnavailableException("died");

    [Fact]
    public async Task RepeatableCall_IsRepeatedWithItsArguments_FromAClientAndFromAnEmbeddingSite()
    {
        foreach (var grains in new[] { cluster.Client, cluster.Embedded })
        {
            foreach (var trouble in new[] { SiloDied, new TimeoutException("database") })
            {
                var grain = await Flaky(grains, 3, trouble);

                Assert.Equal("hello 1,2,3", await grain.Echo("hello", [1, 2, 3]));

                Assert.Equal(4, await grain.Asked());
            }
        }
    }

    /// <summary>The grain is busy with the call until that is cancelled: whoever asks next is answered after it.</summary>
    [Fact]
    public async Task RepeatedCall_CanBeCancelled_InTheGrainToo()
    {
        foreach (var grains in new[] { cluster.Client, cluster.Embedded })
        {
            var grain = await Flaky(grains, 2, SiloDied);
            using var patience = new CancellationTokenSource();
            var waiting = grain.Wait("hello", patience.Token);
            await Eventually.True("the third attempt waits", TimeSpan.FromSeconds(10), async () => await grain.Asked() == 3);

            await patience.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            await grain.Prepare(0, SiloDied);
        }
    }

    /// <summary>A grain whose write was refused is replaced: the next attempt finds a fresh one.</summary>
    [Fact]
    public async Task LostWrite_IsDoneByTheNextActivation()
    {
        var grain = await Flaky(cluster.Client, int.MaxValue, new InconsistentStateException("stale"));

        Assert.Equal("hello ", await grain.Echo("hello", []));

        Assert.Equal(1, await grain.Asked());
    }

    [Fact]
    public async Task CallThatPromisesNothing_IsMadeOnce()
    {
        foreach (var grains in new[] { cluster.Client, cluster.Embedded })
        {
            var grain = await Flaky(grains, 1, SiloDied);

            await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Once("hello"));

            Assert.Equal(1, await grain.Asked());
        }
    }

    [Fact]
    public async Task Fault_IsNotRepeated()
    {
        var grain = await Flaky(cluster.Client, 1, new InvalidOperationException("wrong"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Echo("hello", []));

        Assert.Equal(1, await grain.Asked());
    }

    [Fact]
    public async Task CallOfAGrain_IsLeftAlone_ThoughItsSiloIsInTheSitesProcess()
    {
        var target = Guid.NewGuid();
        var grain = cluster.Embedded.GetGrain<IFlakyGrain>(target);
        await grain.Prepare(1, SiloDied);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => cluster.Embedded.GetGrain<IFlakyGrain>(Guid.NewGuid()).PassOn(target));

        Assert.Equal(1, await grain.Asked());
    }

    /// <summary>The client's response timeout is 2 s here: attempts begin for so long, each with a pause before it.</summary>
    [Fact]
    public async Task TroubleThatStays_ReachesTheCaller_AfterAboutTheTimeOfOneCall()
    {
        var grain = await Flaky(cluster.Client, int.MaxValue, SiloDied);
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Echo("hello", []));

        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 5);
        Assert.InRange(await grain.Asked(), 3, 25);
    }

    private static async Task<IFlakyGrain> Flaky(IGrainFactory grains, int failures, Exception failure)
    {
        var grain = grains.GetGrain<IFlakyGrain>(Guid.NewGuid());
        await grain.Prepare(failures, failure);
        return grain;
    }
}
