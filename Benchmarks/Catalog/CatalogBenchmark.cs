using System.Globalization;
using OrleansVideo.Benchmarks.Pages;
using OrleansVideo.Benchmarks.Streaming;
using OrleansVideo.Grains.Catalog;

namespace OrleansVideo.Benchmarks.Catalog;

/// <summary>
/// <c>dotnet run -c Release --project Benchmarks -- catalog</c>: what the lists answer over 200,000 videos on either database, quiet and while
/// others search; as Markdown tables, kept in <c>docs/benchmarks</c>. A further measurement is a further entry of <see cref="Sections"/>.
/// </summary>
internal static class CatalogBenchmark
{
    private const int Rounds = 3;
    private const int Deep = CatalogSeed.Videos - 10_000;
    private static readonly int[] Audiences = [0, 4, 24];

    /// <summary>What is measured on each site, in turn; each adds its own table.</summary>
    private static readonly Func<SeededSite, Report, Task>[] Sections = [ListsBesideSearchersAsync];

    /// <summary>Runs it.</summary>
    /// <param name="repository">The working copy.</param>
    /// <param name="databases">Which of <c>sqlite</c> and <c>postgres</c>; none for both.</param>
    public static async Task RunAsync(string repository, string[] databases)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await SiteServer.Build(repository);
        var report = Report.OfToday(repository, "catalog");
        report.Add($"""
            # Lists and search over {CatalogSeed.Videos:N0} videos, {TimeProvider.System.GetLocalNow():yyyy-MM-dd HH:mm}

            `dotnet run -c Release --project Benchmarks -- catalog`: default options, but for the limit of searches by address, as all come from
            one; visitors without an account, on loopback. Load generator, site and database share {Environment.ProcessorCount} cores; load average at the start {MachineLoad.Average:0.0}. .NET {Environment.Version}.
            """);
        var directory = Directory.CreateTempSubdirectory("orleansvideo-benchmark-").FullName;
        try
        {
            if (databases is [] || databases.Contains("sqlite"))
                await SeededSite.WithSqliteAsync(repository, directory, CatalogSeed.Videos, site => MeasureAsync(site, report));
            if (databases is [] || databases.Contains("postgres"))
                await SeededSite.WithPostgresAsync(repository, CatalogSeed.Videos, site => MeasureAsync(site, report));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasureAsync(SeededSite site, Report report)
    {
        report.Add($"\n## {site.Name}\n");
        foreach (var section in Sections) await section(site, report);
    }

    private static async Task ListsBesideSearchersAsync(SeededSite site, Report report)
    {
        var place = await CatalogSeed.PlaceAsync(site.Database, Deep);
        var deep = new Uri(site.Address, $"?cursor={new Keyset(place.Key, place.Id).ToCursor()}");
        var rows = new List<(string Name, Uri Address, int Searchers, List<Sample> Samples)>();
        foreach (var count in Audiences) rows.Add(("first page", site.Address, count, []));
        rows.Add(("page after 190,000 videos", deep, 0, []));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var row in rows)
            {
                await using var searchers = new Searchers(site.Address, row.Searchers);
                var load = new MachineLoad(site.Pids);
                var times = await OpenLoad.Measure(row.Address);
                row.Samples.Add(new(times, load.ForeignCores, searchers.Result()));
            }
        }

        report.Add($"""
            {OpenLoad.Words}; medians of {Rounds} rounds, all rows in turn. Searchers ask for one letter each, without a pause, from before the
            warm-up to the end.

            | answer | searchers | p50 ms | p99 ms | slowest ms | p99 × quiet | searches answered | p50 ms | p99 ms | 503 | foreign cores |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
        var quiet = Median(rows[0].Samples, sample => sample.At(99));
        foreach (var (name, _, searchers, samples) in rows)
        {
            var p99 = Median(samples, sample => sample.At(99));
            var searches = searchers == 0
                ? "– | – | – | –"
                : $"{Median(samples, sample => sample.Searches.Found):N0} | {Median(samples, sample => sample.Searches.Median.TotalMilliseconds):0} "
                    + $"| {Median(samples, sample => sample.Searches.P99.TotalMilliseconds):0} | {Median(samples, sample => sample.Searches.Refused):N0}";
            report.Add($"| {name} | {searchers} | {Median(samples, sample => sample.At(50)):0.0} | {p99:0.0} | {Median(samples, sample => sample.At(100)):0.0} "
                + $"| {p99 / quiet:0.0} | {searches} | {Median(samples, sample => sample.Foreign):0.00} |");
        }
    }

    private static double Median(List<Sample> samples, Func<Sample, double> figure) => samples.Select(figure).Order().ElementAt(samples.Count / 2);

    private sealed record Sample(TimeSpan[] Times, double Foreign, (int Found, TimeSpan Median, TimeSpan P99, int Refused) Searches)
    {
        public double At(int percentile) => Times[Math.Min(Times.Length - 1, Times.Length * percentile / 100)].TotalMilliseconds;
    }
}
