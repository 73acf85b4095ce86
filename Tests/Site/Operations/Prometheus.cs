using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>A real Prometheus that scrapes what it is told, twice a second, with the site's own alert rules loaded.</summary>
public sealed class Prometheus : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("orleansvideo-prometheus-").FullName;
    private readonly SiteLog _log;
    private readonly HttpClient _http;
    private readonly Process _process;

    private Prometheus(IReadOnlyCollection<(string Job, Uri Target)> targets)
    {
        var port = FreePort.Next();
        var config = Path.Combine(_directory, "prometheus.yml");
        File.WriteAllText(config, Config(targets));
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") };
        _log = new SiteLog($"{Environment.ProcessId}-prometheus-{port}");
        _process = Process.Start(new ProcessStartInfo("prometheus",
        [
            "--config.file", config, "--storage.tsdb.path", Path.Combine(_directory, "data"), $"--web.listen-address=127.0.0.1:{port}",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _log.Capture(_process);
    }

    /// <summary>Starts it, and waits until every target was scraped.</summary>
    public static async Task<Prometheus> StartAsync(params IReadOnlyCollection<(string Job, Uri Target)> targets)
    {
        var prometheus = new Prometheus(targets);
        try
        {
            await prometheus.Reaches($"sum(up) == {targets.Count}");
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the query has at least one sample; gives their values.</summary>
    public Task<double[]> Reaches(string query) => Eventually.Get(
        $"Prometheus ({_log.Path}) answers {query}", Patience, async () => await Ask(query) is { Length: > 0 } values ? values : null);

    /// <summary>The names of all metrics that were seen.</summary>
    public async Task<string[]> Names()
    {
        using var answer = JsonDocument.Parse(await _http.GetStringAsync(new Uri("label/__name__/values", UriKind.Relative)));
        return [.. answer.RootElement.GetProperty("data").EnumerateArray().Select(name => name.GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        _log.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<double[]?> Ask(string query)
    {
        Assert.False(_process.HasExited, $"Prometheus ended; its log ends:\n{_log.Tail}");
        try
        {
            using var response = await _http.GetAsync(new Uri("query?query=" + Uri.EscapeDataString(query), UriKind.Relative));
            var text = await response.Content.ReadAsStringAsync();
            if ((int)response.StatusCode == 503) return null; // It is starting.
            Assert.True(response.IsSuccessStatusCode, $"{query}: {text}");
            using var answer = JsonDocument.Parse(text);
            return
            [
                .. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
                    .Select(sample => double.Parse(sample.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)),
            ];
        }
        catch (HttpRequestException)
        {
            return null; // It does not listen yet.
        }
    }

    private static string Config(IEnumerable<(string Job, Uri Target)> targets) =>
        $"""
        global:
          scrape_interval: 500ms
          scrape_timeout: 500ms
          evaluation_interval: 1s
        rule_files:
          - {Repository.At("deploy", "prometheus", "rules.yml")}
        scrape_configs:

        """ + string.Concat(targets.GroupBy(target => target.Job).Select(job =>
            $"""
              - job_name: {job.Key}
                static_configs:
                  - targets: [{string.Join(", ", job.Select(target => $"\"{target.Target.Authority}\""))}]

            """));
}
