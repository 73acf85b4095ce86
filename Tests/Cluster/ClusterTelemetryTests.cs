using System.Diagnostics;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.Site.Operations;

namespace OrleansVideo.Tests.Cluster;

/// <summary>A cluster seen from outside: one Prometheus scrapes all of it, and a request's trace leads from the caller to SQL.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Needs", "PostgreSQL, nginx, ffmpeg, prometheus")]
[Trait("Set", "Long")]
public sealed class ClusterTelemetryTests
{
    [Fact]
    public async Task Prometheus_ScrapesEveryProcess_AndTracesLeadFromTheCallerToSql()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var cluster = await LocalCluster.UpAsync(SiteSettings.Roomy
            .With("Streaming:MaxStreams", "1").With("Streaming:Linger", "00:02:00")
            .WithVariable("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString())
            .WithVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            .WithVariable("OTEL_BSP_SCHEDULE_DELAY", "200"));
        using var owner = new SiteClient(cluster.Address);
        (await owner.Register(AccountCalls.FreshName("owner"))).Expect(201);
        var id = await owner.Publish(await SampleVideos.Mp4FastStartAsync());
        using var first = new SiteClient(cluster.Address);
        using var second = new SiteClient(cluster.Address);
        (await first.Play(id)).Expect(200);
        (await second.Play(id)).Expect(429, "streams-exhausted");

        await using (var prometheus = await Prometheus.StartAsync(
            ("orleansvideo-web", await cluster.AddressOf("web-1", "metrics")), ("orleansvideo-web", await cluster.AddressOf("web-2", "metrics")),
            ("orleansvideo-silo", await cluster.AddressOf("silo-1", "health")), ("orleansvideo-silo", await cluster.AddressOf("silo-2", "health"))))
        {
            await ScrapeCheck.Holds(prometheus);
            Assert.NotEmpty(await prometheus.Reaches("""count(target_info{service_name="orleansvideo-silo"}) == 2"""));
        }

        var (trace, span) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        (await owner.Get($"/api/v1/videos/{id}/comments", ("traceparent", $"00-{trace}-{span}-01"))).Expect(200);
        await TraceCheck.IsJoined(receiver, trace, span, "Microsoft.AspNetCore", "Microsoft.Orleans.", "Npgsql");
        Assert.Equal(
            ["orleansvideo-silo", "orleansvideo-web"],
            receiver.Spans.Where(received => received.TraceId == trace).Select(received => received.Service).Distinct().Order());
    }
}
