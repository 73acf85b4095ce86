using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>The receiving end of OTLP over HTTP, with protobuf, on a free loopback port.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentDictionary<string, int> _requests = new();

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", Take);
    }

    public Uri Address => new(_app.Urls.Single());

    public IReadOnlyCollection<OtlpSpan> Spans => _spans;

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Requests so far for one of <c>traces</c>, <c>metrics</c> and <c>logs</c>.</summary>
    public int RequestsOf(string signal) => _requests.GetValueOrDefault(signal);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Take(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        if (request.ContentType != "application/x-protobuf") return Results.StatusCode(415);
        if (signal == "traces")
        {
            foreach (var span in OtlpSpan.Read(body.ToArray())) _spans.Enqueue(span);
        }

        _requests.AddOrUpdate(signal, 1, (_, count) => count + 1);
        return Results.Bytes([], "application/x-protobuf"); // An empty response message: all was taken.
    }
}
