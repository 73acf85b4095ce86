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
        await site.Start(); // Both measurements begin with a process that has just started.
        var quiet = await bystanders.Measure();

        site.Dispose();
        var due = new DueVideos(data);
        await due.Make(original, Due);
        await site.Start();
        var (before, clock) = (await due.CountDone(), Stopwatch.StartNew());
        var busy = await bystanders.Measure();
        var (purged, took) = (await due.CountDone() - before, clock.Elapsed);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Due:N0} videos due at once: {purged:N0} of them were purged in the {took.TotalSeconds:0} s of the measurement, {purged / took.TotalSeconds:N0} a second, their grains' states and lists included."));
        if (purged == 0 || purged >= Due) throw new InvalidOperationException($"{purged} were purged: the measurement shows nothing.");
        Console.WriteLine();
        Console.WriteLine("| others do | quiet p50 ms | p99 ms | with 100,000 due p50 ms | p99 ms | p99 × quiet |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        for (var kind = 0; kind < Bystanders.Kinds.Length; kind++)
        {
            var (was, now) = (P99(quiet[kind]), P99(busy[kind]));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {Bystanders.Kinds[kind]} | {P50(quiet[kind]):0.0} | {was:0.0} | {P50(busy[kind]):0.0} | {now:0.0} | {now / was:0.00} |"));
        }

        Console.WriteLine();
    }

    private static double P50(TimeSpan[] times) => times[times.Length / 2].TotalMilliseconds;

    private static double P99(TimeSpan[] times) => times[times.Length * 99 / 100].TotalMilliseconds;

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
