using System.Net;
using System.Text.Json;
using OrleansVideo.Tests.Silo.Startup;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Silo.Telemetry;

/// <summary>What a silo in a process of its own says of itself on its health port.</summary>
public sealed class SiloTelemetryTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Silo_ShowsItsMetrics_AndWhyItIsReady()
    {
        await using var silo = new SiloProcess(_directory.Path);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.HealthPort}/") };

        using var report = await Eventually.Get("the silo is ready", Patience, () => AskAsync(http));
        var ready = report.RootElement;
        var metrics = await Eventually.Get("the silo knows its cluster's figures", Patience, async () =>
            await http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken) is { } text
                && text.Contains("orleansvideo_stream_capacity{", StringComparison.Ordinal) ? text : null);

        Assert.Equal("1 active", Reason(ready, "silo"));
        Assert.EndsWith("MiB left", Reason(ready, "media"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, ready.GetProperty("checks").GetProperty("database").GetProperty("reason").ValueKind);
        foreach (var expected in (string[])
            ["service_name=\"orleansvideo-silo\"", "orleans_grains{", "orleansvideo_deletion_due{", "orleansvideo_media_free_bytes{"])
            Assert.Contains(expected, metrics, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static string? Reason(JsonElement ready, string check) => ready.GetProperty("checks").GetProperty(check).GetProperty("reason").GetString();

    /// <summary>The report once it is ready; until then the silo does not listen, or says 503 and when to ask again.</summary>
    private static async Task<JsonDocument?> AskAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable) Assert.NotNull(response.Headers.RetryAfter);
            var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return response.StatusCode == HttpStatusCode.OK ? body : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
