using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansVideo.Catalog;
using OrleansVideo.Comments;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Grains.Storage;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Grains.Catalog;

/// <summary>Reads beside each other, and reads that nobody waits for any more.</summary>
public sealed class CatalogReadTests(GrainCluster cluster) : IClassFixture<GrainCluster>, IDisposable
{
    /// <summary>More than there are workers: one for each core.</summary>
    private static readonly int Many = Environment.ProcessorCount * 10;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _over = Signal();

    private SwitchedDatabase Database => (SwitchedDatabase)cluster.Database;

    private ICatalogGrain Catalog => cluster.Grains.GetGrain<ICatalogGrain>(0);

    private IDeletionLedgerGrain Ledger => cluster.Grains.GetGrain<IDeletionLedgerGrain>(0);

    public void Dispose()
    {
        _over.TrySetResult();
        Database.BeforeReads(_ => Task.CompletedTask);
        Database.BeforeLongReads(() => Task.CompletedTask);
        Database.OnOpened(_ => { });
    }

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
            var (asked, all) = (0, Signal());
            Database.BeforeReads(token =>
            {
                if (!token.CanBeCanceled) return Task.CompletedTask; // A pass of the silo's own.
                if (Interlocked.Increment(ref asked) == Many) all.SetResult();
                return all.Task;
            });
            await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => ask()));
        }
    }

    [Theory]
    [InlineData("list")]
    [InlineData("search")]
    [InlineData("own videos")]
    [InlineData("storage use")]
    [InlineData("admin")]
    [InlineData("user name")]
    [InlineData("deletions")]
    [InlineData("lateness")]
    [InlineData("comments")]
    [InlineData("findings")]
    public async Task Read_WhoseCallerIsGone_IsStopped(string read)
    {
        var (id, _) = await cluster.ReadyVideo(GrainCluster.NewCaller());
        using var caller = new CancellationTokenSource();
        var (reading, stopped) = (Signal(), Signal());
        Database.BeforeReads(async token =>
        {
            if (!token.CanBeCanceled) return; // A pass of the silo's own.
            reading.TrySetResult();
            await using var _ = token.Register(() => stopped.TrySetResult());
            await Task.WhenAny(stopped.Task, _over.Task);
            token.ThrowIfCancellationRequested();
        });

        var answer = Ask(read, id, caller.Token);
        await reading.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await stopped.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
    }

    /// <summary>Down to the statement: in place of the table that it reads there is a view without a row, and without an end.</summary>
    [Theory]
    [InlineData("list", "videos")]
    [InlineData("search", "videos")]
    [InlineData("own videos", "videos")]
    [InlineData("storage use", "storage_charges")]
    [InlineData("admin", "accounts")]
    [InlineData("user name", "accounts")]
    [InlineData("deletions", "deletions")]
    [InlineData("lateness", "deletions")]
    [InlineData("comments", "comments")]
    [InlineData("findings", "storage_findings")]
    public async Task Statement_WhoseCallerIsGone_EndsInTheMiddle(string read, string table)
    {
        var (id, _) = await cluster.ReadyVideo(GrainCluster.NewCaller());
        using var caller = new CancellationTokenSource();
        var (running, ended) = (Signal(), Signal());
        SqliteConnection? used = null;
        Database.OnOpened(connection =>
        {
            connection.CreateFunction("is_running", () =>
            {
                used = connection;
                running.TrySetResult();
                return 1;
            });
            connection.StateChange += (_, change) =>
            {
                if (change.CurrentState == ConnectionState.Closed && used == connection) ended.TrySetResult();
            };
        });
        var kept = $"kept_{Guid.NewGuid():N}";
        await Database.ExecuteAsync($"alter table {table} rename to {kept}", new { });
        await Database.ExecuteAsync(
            $"""
            create view {table} as with recursive numbers(n) as (select is_running() union all select n + 1 from numbers)
            select {kept}.* from numbers cross join {kept} where n < 0
            """,
            new { });
        try
        {
            var answer = Ask(read, id, caller.Token);
            await running.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
            await caller.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
            await ended.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
        }
        finally
        {
            if (used is { State: ConnectionState.Open }) SQLitePCL.raw.sqlite3_interrupt(used.Handle); // It would compute for ever.
            await Database.ExecuteAsync($"drop view {table}", new { });
            await Database.ExecuteAsync($"alter table {kept} rename to {table}", new { });
            using var pool = new SqliteConnection(cluster.Service<SqliteDataSource>().ConnectionString);
            SqliteConnection.ClearPool(pool); // A connection that remembers the view fails before it finds out that there is none any more.
        }
    }

    /// <summary>Whoever waits goes on elsewhere, and not within a grain's turn.</summary>
    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Ask(string read, Guid videoId, CancellationToken gone) => read switch
    {
        "list" => Catalog.List(new(), new(), gone),
        "search" => Catalog.List(new("title"), new(), gone),
        "own videos" => Catalog.ListOwned(Guid.NewGuid(), null, new(), gone),
        "storage use" => Catalog.GetStorageUse(Guid.NewGuid(), gone),
        "admin" => Catalog.HasAdmin(gone),
        "user name" => Catalog.FindUserName(Guid.NewGuid(), gone),
        "deletions" => Ledger.List(new(null, null, new()), gone),
        "lateness" => Ledger.ReadLateness(gone),
        "comments" => cluster.Grains.GetGrain<ICommentThreadGrain>(videoId).List(new(), null, gone),
        "findings" => cluster.Reconciler().ListFindings(null, new(), gone),
        _ => throw new ArgumentOutOfRangeException(nameof(read), read, null),
    };

    /// <summary>Four run at once unless the options say; the fifth is refused, and lists go on.</summary>
    [Fact]
    public async Task Searches_ThatTakeLong_KeepOutFurtherOnes_AndNoList()
    {
        var (begun, release) = (0, Signal());
        Database.BeforeLongReads(() =>
        {
            Interlocked.Increment(ref begun);
            return release.Task;
        });
        var most = new CatalogOptions().MaxConcurrentSearches;
        var running = Enumerable.Range(0, most).Select(_ => Catalog.List(new("word"), new())).ToArray();
        await Eventually.True("they run", Soon, () => begun == most);

        Assert.Equal(RefusalCode.SearchBusy, (await Catalog.List(new("word"), new())).Refusal?.Code);
        Assert.Null((await Catalog.List(new(), new())).Refusal);

        release.SetResult();
        Assert.All(await Task.WhenAll(running), answer => Assert.Null(answer.Refusal));
        Assert.Null((await Catalog.List(new("word"), new())).Refusal);
        Assert.Equal(most + 1, begun);
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
