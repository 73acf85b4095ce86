using System.Net;
using System.Net.Sockets;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>Who may read the metrics, and where.</summary>
public sealed class MetricsAddressTests(SharedSite shared) : SiteTest(shared)
{
    [Fact]
    public async Task SiteAddress_ShowsMetricsToAdminsAlone()
    {
        using var guest = Site.NewGuest();
        using var member = await Site.NewMember();
        using var admin = await Site.Admin();

        (await guest.Get("/metrics")).Expect(401, "sign-in-required");
        (await guest.Get("/metrics", ("Accept", "text/html"))).Expect(401, "sign-in-required");
        (await member.Get("/metrics")).Expect(403, "not-yours");
        Assert.Contains("orleansvideo_problems_total{", (await admin.Get("/metrics")).Expect(200).Text, StringComparison.Ordinal);
        (await admin.Post("/metrics")).Expect(405);
    }

    [Fact]
    public async Task MetricsAddress_AnswersMachines_AndNothingElse()
    {
        var port = FreePort.Next();
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Telemetry:MetricsPort", $"{port}"));
        using var machine = new SiteClient(new Uri($"http://127.0.0.1:{port}/"));

        Assert.Contains("service_name=\"orleansvideo-web\"", (await machine.Get("/metrics")).Expect(200).Text, StringComparison.Ordinal);
        (await machine.Get("/health/live")).Expect(200);
        Assert.Equal("Healthy", (await machine.Get("/health/ready")).Expect(200).Json.GetProperty("checks").GetProperty("silo")
            .GetProperty("status").GetString());
        foreach (var path in (string[])["/", "/api/v1/videos", "/admin/orleans", "/metrics/x", "/health", "/css/site.css"])
            (await machine.Get(path)).Expect(404);
        (await machine.Post("/metrics")).Expect(405);

        Assert.Equal(0, await site.Stop());
        Assert.Null(await machine.TryGetStatus("/health/live"));
    }

    [Fact]
    public async Task MetricsAddress_InUse_EndsTheStartWithTheKey()
    {
        using var taken = new TcpListener(IPAddress.Loopback, FreePort.Next());
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (exitCode, output) = await SiteProcess.StartRefusedAsync(SiteSettings.Roomy.With("Telemetry:MetricsPort", $"{port}"));

        Assert.Equal(1, exitCode);
        Assert.Contains($"OrleansVideo:Telemetry:MetricsPort cannot be used: 127.0.0.1:{port}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MetricsPort", "65536")]
    [InlineData("MetricsPort", "-1")]
    [InlineData("MetricsAddress", "everywhere")]
    [InlineData("MetricsAddress", "")]
    public async Task MetricsAddress_ThatIsNone_EndsTheStartWithTheKey(string key, string value)
    {
        var (exitCode, output) = await SiteProcess.StartRefusedAsync(SiteSettings.Roomy.With("Telemetry:" + key, value));

        Assert.Equal(1, exitCode);
        Assert.Contains("OrleansVideo:Telemetry:" + key, output, StringComparison.Ordinal);
    }
}
