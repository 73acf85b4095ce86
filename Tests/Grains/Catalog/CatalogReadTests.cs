using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansVideo.Catalog;
using OrleansVideo.Comments;
using OrleansVideo.Deletion;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Tests.Grains.Storage;

namespace OrleansVideo.Tests.Grains.Catalog;

/// <summary>Reads beside each other, and reads that nobody waits for any more.</summary>
public sealed class CatalogReadTests(GrainCluster cluster) : IClassFixture<GrainCluster>, IDisposable
{
    /// <summary>More than there are workers: one for each core.</summary>
    private static readonly int Many = Environment.ProcessorCount * 10;

    private SwitchedDatabase Database => (SwitchedDatabase)cluster.Database;

    private ICatalogGrain Catalog => cluster.Grains.GetGrain<ICatalogGrain>(0);

    private IDeletionLedgerGrain Ledger => cluster.Grains.GetGrain<IDeletionLedgerGrain>(0);

    public void Dispose() => Database.BeforeReads(_ => Task.CompletedTask);

    /// <summary>Nobody is answered before all have asked the database: behind each other, they would never all ask.</summary>
    [Fact]
    public async Task Lists_OfManyCallers_WaitForTheDatabaseSideBySide()
    {
        foreach (var ask in new Func<Task>[]
        {
            async () => Assert.Null((await Catalog.List(new(), new())).Refusal),
            async () => Assert.Null((await Ledger.List(new(null, null, new()))).Refusal),
        })
        {
            var (asked, all) = (0, new TaskCompletionSource());
            Database.BeforeReads(token =>
            {
                if (!token.CanBeCanceled) return Task.CompletedTask; // A pass of the silo's own.
                if (Interlocked.Increment(ref asked) == Many) all.SetResult();
                return all.Task;
            });
            await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => ask()));
        }
    }

    [Fact]
    public async Task Read_WhoseCallerIsGone_IsStopped()
    {
        var (id, _) = await cluster.ReadyVideo(GrainCluster.NewCaller());
        var thread = cluster.Grains.GetGrain<ICommentThreadGrain>(id);
        foreach (var ask in new Func<CancellationToken, Task>[]
        {
            gone => Catalog.List(new(), new(), gone),
            gone => Catalog.List(new("word"), new(), gone),
            gone => Catalog.ListOwned(Guid.NewGuid(), null, new(), gone),
            gone => Catalog.GetStorageUse(Guid.NewGuid(), gone),
            gone => Catalog.HasAdmin(gone),
            gone => Catalog.FindUserName(Guid.NewGuid(), gone),
            gone => Ledger.List(new(null, null, new()), gone),
            gone => Ledger.ReadLateness(gone),
            gone => thread.List(new(), null, gone),
            gone => cluster.Reconciler().ListFindings(null, new(), gone),
        })
        {
            using var caller = new CancellationTokenSource();
            var (reading, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
            Database.BeforeReads(async token =>
            {
                if (!token.CanBeCanceled) return; // A pass of the silo's own.
                reading.TrySetResult();
                await using var _ = token.Register(() => stopped.TrySetResult());
                await stopped.Task;
                token.ThrowIfCancellationRequested();
            });

            var answer = ask(caller.Token);
            await reading.Task.WaitAsync(TestContext.Current.CancellationToken);
            await caller.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
            await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void CallThatTimedOut_IsCancelled_BySilosAndFrontends()
    {
        Assert.True(cluster.Service<IOptions<SiloMessagingOptions>>().Value.CancelRequestOnTimeout);
        var frontend = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        frontend.AddVideoClient();
        using var services = frontend.Services.BuildServiceProvider();
        Assert.True(services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.CancelRequestOnTimeout);
    }
}
