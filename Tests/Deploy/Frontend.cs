using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Deploy;

/// <summary>A server behind the proxy that does what a test tells it to, on a port that it keeps.</summary>
public sealed class Frontend : IAsyncDisposable
{
    private WebApplication? _server;

    public int Port { get; } = FreePort.Next();

    /// <summary>Method and target of each request, as they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public RequestDelegate Handler { get; set; } = context => context.Response.WriteAsync("fine");

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, Port);
            kestrel.Limits.MaxRequestBodySize = null; // As where the site takes uploads: what it refuses is still taken in for a while.
        });
        _server = builder.Build();
        _server.Run(context =>
        {
            Requests.Enqueue($"{context.Request.Method} {context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget}");
            return Handler(context);
        });
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
