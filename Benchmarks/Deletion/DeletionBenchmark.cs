using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansVideo.Benchmarks.Streaming;

namespace OrleansVideo.Benchmarks.Deletion;

/// <summary>
/// <c>dotnet run -c Release --project Benchmarks -- deletion</c>: the rate of the ledger on both databases, and what other
/// people notice while a hundred thousand deletions are due at once. As Markdown tables.
/// </summary>
internal static class DeletionBenchmark
{
    private const int Due = 100_000;
    private const int Rounds = 3;

    /// <summary>Runs it.</summary>
    /// <param name="repository">The working copy.</param>
    public static async Task RunAsync(string repository)
    {
        var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName;
        try
        {
            Console.WriteLine($"Load average at the start: {MachineLoad.Average.ToString("0.0", CultureInfo.InvariantCulture)}");
            await SiteServer.Build(repository);
            await PrintBystanders(repository, directory);
            await LedgerTable.Print(repository, directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task PrintBystanders(string repository, string directory)
    {
        var data = Path.Combine(directory, "data");
        var film = await BenchmarkFilm.Make(directory);
        using var site = new SiteServer(repository, data);
        await site.Start();
        await site.Publish(film);
        var plays = site.Film.Segments[^1];
        var original = await Trashed(site.Address, film);
        var bystanders = new Bystanders(site.Address, plays);
        site.Dispose();
        var due = new DueVideos(data);
        await due.Make(original, Due);

        var (quiet, busy, purged, took) = (new List<TimeSpan[][]>(), new List<TimeSpan[][]>(), 0L, TimeSpan.Zero);
        for (var round = 0; round < Rounds; round++)
        {
            quiet.Add(await Measure(false));
            busy.Add(await Measure(true));
        }

        if (purged == 0 || purged >= Due) throw new InvalidOperationException($"{purged} were purged: the measurement shows nothing.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Due:N0} videos due at once: {purged:N0} of them were purged in the {took.TotalSeconds:0} s of the measurements, {purged / took.TotalSeconds:N0} a second, their grains' states and lists included. Medians of {Rounds} rounds, quiet and busy in turn, each with a process that has just started."));
        Console.WriteLine();
        Console.WriteLine("| others do | quiet p50 ms | p99 ms | with 100,000 due p50 ms | p99 ms | p99 × quiet |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        for (var kind = 0; kind < Bystanders.Kinds.Length; kind++)
        {
            var (was, now) = (Median(quiet, kind, 99), Median(busy, kind, 99));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {Bystanders.Kinds[kind]} | {Median(quiet, kind, 50):0.0} | {was:0.0} | {Median(busy, kind, 50):0.0} | {now:0.0} | {now / was:0.00} |"));
        }

        Console.WriteLine();

        async Task<TimeSpan[][]> Measure(bool areDue)
        {
            site.Dispose();
            await due.Set(areDue);
            await site.Start();
            var (before, clock) = (await due.CountDone(), Stopwatch.StartNew());
            var times = await bystanders.Measure();
            if (areDue) (purged, took) = (purged + await due.CountDone() - before, took + clock.Elapsed);
            return times;
        }
    }

    private static double Median(List<TimeSpan[][]> rounds, int kind, int percentile) =>
        rounds.Select(times => times[kind][times[kind].Length * percentile / 100].TotalMilliseconds).Order().ElementAt(rounds.Count / 2);

    /// <summary>A video in the trash, hidden and recorded.</summary>
    private static async Task<Guid> Trashed(Uri site, BenchmarkFilm film)
    {
        var (owner, id) = await PublishedVideo.Upload(site, film);
        using (owner)
        {
            using var deleted = await owner.DeleteAsync(new Uri($"/api/v1/videos/{id}", UriKind.Relative));
            deleted.EnsureSuccessStatusCode();
            await Task.Delay(TimeSpan.FromSeconds(3)); // Until a pass has recorded that it is hidden.
            var details = await owner.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{id}");
            if (details.GetProperty("state").GetString() != "trashed") throw new InvalidOperationException("The video is not in the trash.");
        }

        return Guid.Parse(id);
    }
}
