using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Media;
using OrleansVideo.WebFrontend.Streaming;
using OrleansVideo.WebFrontend.Streaming.Sending;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Sending;

/// <summary>A real server whose connections send files as the site's do, around one file of noise; no cluster, no tokens.</summary>
internal sealed class SendingHost : IAsyncDisposable
{
    public const int Length = 8 << 20;
    public const string Words = "some words";
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;
    private int _connections;

    private SendingHost(bool sendfile, HttpProtocols protocols, X509Certificate2? certificate)
    {
        Random.Shared.NextBytes(Bytes);
        File.WriteAllBytes(Path, Bytes);
        Film = Open();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMetrics().AddSingleton<TimeProvider>(Clock).AddSingleton<StreamingMetrics>().AddFileSending().AddSending()
            .Configure<StreamingOptions>(options => options.Sendfile = sendfile);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, address =>
        {
            address.Use(Count);
            address.SendFiles();
            address.Protocols = protocols;
            if (certificate is not null) address.UseHttps(certificate);
        }));
        _app = builder.Build();
        _app.MapGet("/text", () => TypedResults.Text(Words));
        _app.MapGet("/suits", (HttpContext context) => KernelSender.Suits(context));
        _app.MapMethods("/film", ["GET", "HEAD"], Send);
    }

    public byte[] Bytes { get; } = new byte[Length];

    public string Path => _folder.Combine("film");

    public ContentFile Film { get; set; }

    /// <summary>Does not move by itself.</summary>
    public FakeTimeProvider Clock { get; } = new();

    /// <summary>What stands between pieces and the network.</summary>
    public Func<int, bool> Guard { get; set; } = _ => true;

    /// <summary>What stands in the middle of pieces.</summary>
    public ISendGate? Gate { get; set; }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Connections that the server has not let go of.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public StallWatch Stalls => _app.Services.GetRequiredService<StallWatch>();

    public static async Task<SendingHost> Start(
        bool sendfile = true, HttpProtocols protocols = HttpProtocols.Http1, X509Certificate2? certificate = null)
    {
        var host = new SendingHost(sendfile, protocols, certificate);
        await host._app.StartAsync();
        return host;
    }

    /// <summary>The file, opened once more.</summary>
    public ContentFile Open() => new(File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous));

    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Film.Dispose();
        _folder.Dispose();
    }

    private ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    };

    private async Task Send(HttpContext context, IContentSender sender, int from = 0, int count = Length)
    {
        if (!Film.TryUse()) throw new InvalidOperationException("The file is closed.");
        context.Response.RegisterForDispose(Film);
        context.Response.ContentLength = count;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        if (!await sender.Send(context, Film, new ByteRange(from, count), new Leave(Guard, Gate))) context.Abort();
    }

    private sealed class Leave(Func<int, bool> guard, ISendGate? gate) : IPieceGuard
    {
        public ISendGate? Gate => gate;

        public ValueTask<bool> MaySend(int bytes) => new(guard(bytes));
    }
}
