using System.Text.Json;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>Degraded is told apart from dead, with reasons, on a real volume and in a real stop.</summary>
public sealed class ReadinessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    [Trait("Needs", "mount")]
    public async Task LittleSpace_IsDegraded_AndMediaThatCannotBeWrittenIsNotReady()
    {
        using var volume = new SmallVolume(megabytes: 24);
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy, volume.Path);
        using var machine = site.NewGuest();

        var degraded = (await machine.Get("/health/ready")).Expect(200).Json;
        Assert.Equal("Degraded", degraded.Text("status"));
        Assert.Matches("^[0-9]+ MiB left: uploads are refused, as 1024 MiB are kept free$", Reason(degraded, "media"));
        using var admin = await site.Admin();
        Assert.Matches(@"(?s)Media directory</dt>\s*<dd data-check=""media"">.{0,80}serves, but needs a look.{0,80}[0-9]+ MiB left", (await admin.Get("/admin")).Expect(200).Text);

        var parts = Path.Combine(volume.Path, "media", "parts");
        Directory.Move(parts, parts + "-away");
        var broken = await Eventually.Get("media that cannot be written is not ready", Patience, async () =>
            await machine.Get("/health/ready") is { Status: 503 } reply ? reply : null);
        Assert.Equal("Unhealthy", broken.Json.Text("status"));
        Assert.StartsWith("The media directory can't be written: ", Reason(broken.Json, "media"), StringComparison.Ordinal);
        Assert.Equal(2, broken.RetryAfter);
        (await machine.Get("/health/live")).Expect(200);

        Directory.Move(parts + "-away", parts);
        await Eventually.True("the site is ready again", Patience, async () => await machine.TryGetStatus("/health/ready") == 200);
        Assert.Single(site.Log.Text.Split('\n'), line => line.Contains("Health: media is Unhealthy", StringComparison.Ordinal));
    }

    /// <summary>A viewer who takes his time keeps the site from ending; meanwhile nobody else is to be sent to it.</summary>
    [Fact]
    [Trait("Needs", "ffmpeg")]
    public async Task StoppingSite_IsLiveAndNotReady_WhileItStillServes()
    {
        var port = FreePort.Next();
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Telemetry:MetricsPort", $"{port}"));
        using var machine = new SiteClient(new Uri($"http://127.0.0.1:{port}/"));
        using var owner = await site.NewMember();
        var id = await owner.CreateDraft();
        (await owner.Upload(id, await PaddedFilm.OfLength(64 << 20))).Expect(201);
        await owner.WaitForState(id, "ready");
        (await machine.Get("/health/ready")).Expect(200);

        Task<int> stopped;
        using (await owner.Open(HttpMethod.Get, $"/videos/{id}")) // Headers only: the rest waits in the sockets.
        {
            stopped = site.Stop();
            var report = await Eventually.Get("a site that stops is not ready", Patience, async () =>
                await machine.Get("/health/ready") is { Status: 503 } reply ? reply : null);
            Assert.Equal("The process is stopping.", Reason(report.Json, "process"));
            (await machine.Get("/health/live")).Expect(200);
            Assert.False(stopped.IsCompleted);
        }

        Assert.Equal(0, await stopped);
    }

    private static string? Reason(JsonElement report, string check) => report.GetProperty("checks").GetProperty(check).Text("reason");
}
