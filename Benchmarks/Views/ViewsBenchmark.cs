using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OrleansVideo.Accounts;
using OrleansVideo.Benchmarks.Cluster;
using OrleansVideo.Benchmarks.Limiter;
using OrleansVideo.Silo;
using OrleansVideo.Videos;

namespace OrleansVideo.Benchmarks.Views;

/// <summary>
/// <c>dotnet run -c Release --project Benchmarks -- views</c>: how many views the site counts a second, on both databases, what
/// PostgreSQL writes for them, and what an owner notices who changes a video that everybody starts to play. As Markdown tables.
/// SQLite is in this process, as in the embedded site; before PostgreSQL a silo of its own is asked from here.
/// </summary>
internal static class ViewsBenchmark
{
    private const int Videos = 200;
    private const int Callers = 64;
    private const int Frontends = 8;
    private const int Patches = 100;
    private static readonly Caller Owner = new(Guid.NewGuid(), "benchmark", IsAdmin: false);
    private static readonly Dictionary<string, string> Settings = new() { ["OrleansVideo__Cluster__ClusterId"] = "benchmark" };

    /// <summary>Runs it.</summary>
    /// <param name="repository">The working copy.</param>
    public static async Task RunAsync(string repository)
    {
        await RunSqlite();
        await RunPostgres(repository);
    }

    private static async Task RunSqlite()
    {
        var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName;
        try
        {
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = directory });
            builder.UseOrleans(silo => silo.AddVideoSilo());
            using var host = builder.Build();
            await host.StartAsync();
            await Print("SQLite, synchronous=FULL", host.Services.GetRequiredService<IGrainFactory>(), null);
            await host.StopAsync();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task RunPostgres(string repository)
    {
        var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName; // PostgreSQL's own user must get to it.
        var script = new ClusterScript(repository, directory, LoopbackPort.Next(), Settings);
        try
        {
            await script.Up();
            foreach (var name in (string[])["proxy", "web-1", "web-2", "silo-2"]) await script.Stop(name);
            var port = (await script.Status())["postgres"].Port;
            var password = (await File.ReadAllTextAsync(Path.Combine(directory, "conf", "orleansvideo_site.password"))).Trim();
            await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Database=orleansvideo;Username=orleansvideo_site;Password={password}");
            using var client = await LimiterClient.ConnectAsync(directory, port, Settings);
            await Print("PostgreSQL", client.Grains, source);
        }
        finally
        {
            await script.Down();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task Print(string database, IGrainFactory grains, NpgsqlDataSource? postgres)
    {
        var videos = new Guid[Videos];
        await Parallel.ForAsync(0, Videos, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) => videos[i] = await MakeReady(grains));
        Console.WriteLine();
        Console.WriteLine(database);
        Console.WriteLine();
        Console.WriteLine("| views come as | calls/s | views/s | p50 ms | p99 ms | log bytes a call | a view | HOT share of updates |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        var turn = 0;
        await Row(postgres, $"`AddViews(1)` of {Videos} videos, {Callers} callers", 1, Callers,
            _ => grains.GetGrain<IVideoGrain>(videos[Interlocked.Increment(ref turn) % Videos]).AddViews(1));
        await Row(postgres, $"`AddViews(1)` of one video, {Callers} callers", 1, Callers, _ => grains.GetGrain<IVideoGrain>(videos[0]).AddViews(1));
        await Row(postgres, $"batches of one view, {Callers} frontends", 1, Callers, Batches(grains, Callers, [videos[0]]));
        await Row(postgres, $"batches of {Videos} videos, one view each, 1 frontend", Videos, 1, Batches(grains, 1, videos));
        await Row(postgres, $"batches of {Videos} videos, one view each, {Frontends} frontends", Videos, Frontends, Batches(grains, Frontends, videos));
        Console.WriteLine();
        Console.WriteLine("| the owner changes a video, every 50 ms, | p50 ms | p99 ms | slowest ms | failed |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        await PatchRow(grains, videos[0], "with nobody else there", null);
        await PatchRow(grains, videos[0], $"with {Callers} callers of `AddViews(1)` without a pause", stop => Flood(_ => grains.GetGrain<IVideoGrain>(videos[0]).AddViews(1), stop));
        var batches = Batches(grains, Callers, [videos[0]]);
        await PatchRow(grains, videos[0], $"with {Callers} frontends that send batches for it without a pause", stop => Flood(batches, stop));
    }

    private static async Task Row(NpgsqlDataSource? postgres, string name, int views, int callers, Func<int, Task> call)
    {
        var (log, updates, hot) = (0L, 0L, 0L);
        var run = await LoadRun.Measure(callers, call, () => (log, updates, hot) = Written(postgres));
        var (logThen, updatesThen, hotThen) = Written(postgres);
        var (bytes, share) = postgres is null
            ? ("", "")
            : (Number((logThen - log) / (double)run.Answers), updatesThen == updates ? "" : $"{100.0 * (hotThen - hot) / (updatesThen - updates):0} %");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {run.PerSecond:N0} | {run.PerSecond * views:N0} | {run.Median.TotalMilliseconds:0.0} | {run.Slowest.TotalMilliseconds:0.0} | {bytes} | {(postgres is null ? "" : Number((logThen - log) / ((double)run.Answers * views)))} | {share} |"));
    }

    private static async Task PatchRow(IGrainFactory grains, Guid video, string name, Func<CancellationToken, Task>? flood)
    {
        using var stop = new CancellationTokenSource();
        var flooding = flood?.Invoke(stop.Token) ?? Task.CompletedTask;
        await Task.Delay(TimeSpan.FromSeconds(2));
        List<double> times = [];
        var failed = 0;
        for (var patch = 0; patch < Patches; patch++)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                var edited = await grains.GetGrain<IVideoGrain>(video).Edit(new VideoEdit($"Title {Guid.NewGuid():N}", null, null), Owner);
                if (edited.Refusal is not null) throw new InvalidOperationException($"The change was refused: {edited.Refusal}.");
            }
            catch (TimeoutException)
            {
                failed++;
            }

            times.Add(clock.Elapsed.TotalMilliseconds);
            await Task.Delay(50);
        }

        await stop.CancelAsync();
        await flooding;
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {times[Patches / 2]:0.0} | {times[Patches * 99 / 100]:0.0} | {times[^1]:0.0} | {failed} |"));
    }

    private static Task Flood(Func<int, Task> call, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await call(caller);
            }
            catch (TimeoutException)
            {
                // As a frontend would: the next flush brings it.
            }
        }
    })));

    /// <summary>Callers that each send batches as one frontend does, one after the other.</summary>
    private static Func<int, Task> Batches(IGrainFactory grains, int frontends, Guid[] videos)
    {
        var ids = Enumerable.Range(0, frontends).Select(_ => Guid.NewGuid()).ToArray();
        var numbers = new long[frontends];
        ViewCount[] counts = [.. videos.Select(video => new ViewCount(video, 1))];
        return async frontend =>
        {
            var outcome = await grains.GetGrain<IViewCounterGrain>(0).Add(new ViewBatch(ids[frontend], ++numbers[frontend], counts));
            if (outcome != ViewBatchOutcome.Counted) throw new InvalidOperationException($"A batch was not counted: {outcome}.");
        };
    }

    private static async Task<Guid> MakeReady(IGrainFactory grains)
    {
        var id = Guid.CreateVersion7();
        var video = grains.GetGrain<IVideoGrain>(id);
        await video.Create(new NewVideo("A title", "A description of some sentences, as people write them.", Visibility.Public), Owner);
        await video.BeginProcessing(new StoredContent(1_000_000, new string('0', 64), "video/mp4"));
        await video.CompleteProcessing(new ProbeReport { DurationSeconds = 60, Width = 1280, Height = 720, VideoCodec = "h264", AudioCodec = "aac" });
        return id;
    }

    /// <summary>Bytes of the log so far, rows of all tables that were updated, and how many of those wrote no index.</summary>
    private static (long Log, long Updates, long Hot) Written(NpgsqlDataSource? postgres)
    {
        if (postgres is null) return default;
        using var command = postgres.CreateCommand(
            """
            select cast(pg_current_wal_lsn() - '0/0' as bigint), cast(coalesce(sum(n_tup_upd), 0) as bigint), cast(coalesce(sum(n_tup_hot_upd), 0) as bigint)
            from pg_stat_user_tables where relname not like 'orleansmembership%'
            """);
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
