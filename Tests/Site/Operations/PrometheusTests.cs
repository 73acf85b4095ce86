using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>A real Prometheus scrapes the site, and finds what the site did.</summary>
[Trait("Needs", "ffmpeg")]
[Trait("Needs", "prometheus")]
public sealed class PrometheusTests
{
    [Fact]
    public async Task Prometheus_FindsWhatTheSiteDid()
    {
        var port = FreePort.Next();
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Telemetry:MetricsPort", $"{port}").With("Streaming:MaxStreams", "1").With("Streaming:Linger", "00:02:00"));
        using var owner = await site.NewMember();
        using var first = site.NewGuest();
        using var second = site.NewGuest();
        var id = await owner.Publish(await SampleVideos.Mp4FastStartAsync());
        (await first.Play(id)).Expect(200);
        (await second.Play(id)).Expect(429, "streams-exhausted");

        var metrics = new Uri($"http://127.0.0.1:{port}/");
        await using (var prometheus = await Prometheus.StartAsync(("orleansvideo-web", metrics)))
            await ScrapeCheck.Holds(prometheus);

        using var machine = new SiteClient(metrics);
        var text = (await machine.Get("/metrics")).Expect(200).Text;
        var ours = string.Join('\n', text.Split('\n').Where(line => line.Contains("orleansvideo_", StringComparison.Ordinal))) + '\n';
        var (whole, wholeWords) = await Tool.Run("promtool", ["check", "metrics"], text);
        var (own, ownWords) = await Tool.Run("promtool", ["check", "metrics"], ours);
        Assert.True(whole is 0 or 3, wholeWords); // 3: readable, with remarks; Orleans' metrics have no descriptions.
        Assert.True(own == 0, ownWords); // Ours are described, and named and measured as they should be.
    }

    [Theory]
    [InlineData("config", "prometheus.yml")]
    [InlineData("rules", "rules.yml")]
    public async Task DeployedFile_IsValid(string kind, string file)
    {
        var (exitCode, output) = await Tool.Run("promtool", ["check", kind, Repository.At("deploy", "prometheus", file)]);

        Assert.True(exitCode == 0, output);
    }
}
