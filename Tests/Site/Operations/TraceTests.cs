using System.Diagnostics;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>A caller's trace goes on through the site, and out to whoever gathers traces.</summary>
public sealed class TraceTests(SharedSite shared) : SiteTest(shared)
{
    [Fact]
    public async Task Request_IsOneTraceFromItsCallerToTheGrains()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .WithVariable("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString())
            .WithVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            .WithVariable("OTEL_BSP_SCHEDULE_DELAY", "200")
            .WithVariable("OTEL_BLRP_SCHEDULE_DELAY", "200")
            .WithVariable("OTEL_METRIC_EXPORT_INTERVAL", "500"));
        using var guest = site.NewGuest();
        var (trace, span) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());

        (await guest.Get("/api/v1/videos", ("traceparent", $"00-{trace}-{span}-01"))).Expect(200);

        await TraceCheck.IsJoined(receiver, trace, span, "Microsoft.AspNetCore", "Microsoft.Orleans.");
        Assert.All(receiver.Spans, received => Assert.Equal("orleansvideo-web", received.Service));
        Assert.DoesNotContain(receiver.Spans, received => received.Name.Contains("/health", StringComparison.Ordinal));
        await Eventually.True("metrics and logs are exported too", TimeSpan.FromSeconds(30),
            () => receiver.RequestsOf("metrics") > 0 && receiver.RequestsOf("logs") > 0);
        Assert.Equal(0, await site.Stop());
    }

    /// <summary>The receiver being away is nobody's error but the exporter's.</summary>
    [Fact]
    public async Task Site_WhoseCollectorIsAway_ServesAndStops()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .WithVariable("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{FreePort.Next()}")
            .WithVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            .WithVariable("OTEL_BSP_SCHEDULE_DELAY", "200"));
        using var guest = site.NewGuest();

        (await guest.Get("/api/v1/videos")).Expect(200);
        Assert.Equal(0, await site.Stop());
    }

    [Fact]
    public async Task Problem_NamesItsCallersTrace_WithoutAnyExporter()
    {
        using var guest = Site.NewGuest();
        var trace = ActivityTraceId.CreateRandom().ToHexString();

        var problem = (await guest.Get("/api/v1/nothing", ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01")))
            .Expect(404, "not-found");

        Assert.StartsWith($"00-{trace}-", problem.Json.GetProperty("traceId").GetString(), StringComparison.Ordinal);
    }
}
