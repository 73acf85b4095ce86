using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Hosting;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Tiers;

/// <summary>Bodies in both directions: at the pace of the slower side, held nowhere, and whole or visibly cut.</summary>
public sealed class ForwardedBodyTests
{
    private const int Megabyte = 1 << 20;

    /// <summary>More than this lies in no socket buffers on the way.</summary>
    private const int WhatSocketsHold = 32 * Megabyte;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_OfAnySize_ArrivesWhole(bool hasLength)
    {
        var bytes = RandomNumberGenerator.GetBytes(Megabyte);
        await using var tier = await FakeTier.StartAsync(async context =>
            await context.Response.WriteAsync($"{context.Request.ContentLength} {Convert.ToHexString(await SHA256.HashDataAsync(context.Request.Body))}"));
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var client = pages.NewClient();
        using var content = new RepeatedContent(bytes, times: 64, hasLength);

        var answer = (await client.Send(HttpMethod.Post, "/upload/x", content)).Expect(200).Text;

        Assert.Equal($"{(hasLength ? 64 * Megabyte : null)} {Convert.ToHexString(SHA256.HashData(Repeat(bytes, 64)))}", answer);
    }

    /// <summary>The tier reads nothing, so after what sockets hold the caller can send no more: nothing between takes it in.</summary>
    [Fact]
    public async Task Upload_ThatTheTierDoesNotTake_WaitsWithTheCaller()
    {
        var release = new TaskCompletionSource();
        await using var tier = await FakeTier.StartAsync(async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[1]);
            await release.Task;
        });
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var http = await pages.Connect();
        await http.Send($"POST /upload/x HTTP/1.1\r\nHost: h\r\nContent-Length: {1024L * Megabyte}\r\n\r\n");

        var sent = 0L;
        var sending = Send();
        await Eventually.Settles("the caller is held back", TimeSpan.FromSeconds(1), Soon, Stands());

        Assert.InRange(Interlocked.Read(ref sent), 1, WhatSocketsHold);
        http.Abort();
        release.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);

        async Task Send()
        {
            for (var piece = new byte[Megabyte]; ; Interlocked.Add(ref sent, piece.Length)) await http.Send(piece);
        }

        Func<bool> Stands()
        {
            var last = 0L;
            return () => Interlocked.Read(ref sent) is > 0 and var now && now == Interlocked.Exchange(ref last, now);
        }
    }

    /// <summary>
    /// A player with a full buffer takes nothing for a while. The server's own limit, made cruel here, would end it; the tier's alone holds.
    /// </summary>
    [Fact]
    public async Task Answer_ThatTheCallerDoesNotTake_WaitsWithTheTier()
    {
        var written = 0L;
        await using var tier = await FakeTier.StartAsync(async context =>
        {
            context.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinResponseDataRateFeature>()!.MinDataRate = null;
            for (var piece = new byte[64 * 1024]; written < 256L * Megabyte; Interlocked.Add(ref written, piece.Length))
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        });
        await using var pages = await PagesTier.StartAsync(tier.Address, server: Cruel);
        using var client = pages.NewClient();

        using var playing = await client.Open(HttpMethod.Get, "/videos/x");
        await Eventually.True("the tier is held back, and stays so for longer than the cruel limit", Soon, Stalls(TimeSpan.FromSeconds(4)));

        Assert.InRange(Interlocked.Read(ref written), 1, WhatSocketsHold);
        await using var body = await playing.Content.ReadAsStreamAsync();
        var taken = 0L;
        var buffer = new byte[Megabyte];
        while (await body.ReadAsync(buffer) is > 0 and var read) taken += read;
        Assert.Equal(256L * Megabyte, taken);

        static void Cruel(IWebHostBuilder host) => host.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate =
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(10 * Megabyte, gracePeriod: TimeSpan.FromSeconds(1.5)));

        Func<bool> Stalls(TimeSpan during)
        {
            var (last, since) = (-1L, System.Diagnostics.Stopwatch.StartNew());
            return () =>
            {
                if (Interlocked.Read(ref written) is var now && now != last) (last, since) = (now, System.Diagnostics.Stopwatch.StartNew());
                return last > 0 && since.Elapsed > during;
            };
        }
    }

    [Fact]
    public async Task Caller_WhoGoes_IsGoneForTheTierAtOnce()
    {
        var gone = new TaskCompletionSource();
        await using var tier = await FakeTier.StartAsync(async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            for (var piece = new byte[64 * 1024]; ;) await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        });
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var client = pages.NewClient();

        using (var playing = await client.Open(HttpMethod.Get, "/videos/x"))
            await playing.Content.ReadAsStream().ReadExactlyAsync(new byte[Megabyte]);

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Caller_WhoGoesInTheMiddleOfAnUpload_IsGoneForTheTierAtOnce()
    {
        var began = new TaskCompletionSource();
        var ended = new TaskCompletionSource<Exception>();
        await using var tier = await FakeTier.StartAsync(async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[Megabyte]);
            began.SetResult();
            ended.SetResult((await Record.ExceptionAsync(() => context.Request.Body.CopyToAsync(Stream.Null)))!);
        });
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var http = await pages.Connect();
        await http.Send($"POST /upload/x HTTP/1.1\r\nHost: h\r\nContent-Length: {2 * Megabyte}\r\n\r\n");
        await http.Send(new byte[Megabyte + (64 * 1024)]); // The HTTP client in between keeps its last few kilobytes until there are more.
        await began.Task.WaitAsync(Soon);

        http.Abort();

        Assert.NotNull(await ended.Task.WaitAsync(TimeSpan.FromSeconds(2)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_ThatTheTierCuts_IsCutForTheCaller(bool hasLength)
    {
        await using var tier = await FakeTier.StartAsync(async context =>
        {
            if (hasLength) context.Response.ContentLength = 2 * Megabyte;
            await context.Response.Body.WriteAsync(new byte[Megabyte]);
            context.Abort();
        });
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var client = pages.NewClient();

        using var playing = await client.Open(HttpMethod.Get, "/videos/x");

        Assert.Equal(HttpStatusCode.OK, playing.StatusCode);
        await Assert.ThrowsAnyAsync<IOException>(() => playing.Content.ReadAsStream().CopyToAsync(Stream.Null));
    }

    /// <summary>
    /// The caller has stopped reading: the forwarder waits for it, and what came before the cut waits in buffers. It is not sent
    /// on: the caller's connection is reset as well, while nobody reads anything.
    /// </summary>
    [Fact]
    public async Task Answer_ThatTheTierCuts_IsResetForACallerWhoTakesNothing()
    {
        var cut = new TaskCompletionSource();
        var written = 0L;
        await using var tier = await FakeTier.StartAsync(async context =>
        {
            _ = cut.Task.ContinueWith(_ => context.Abort(), TaskScheduler.Default);
            context.Response.ContentLength = 256L * Megabyte;
            for (var piece = new byte[64 * 1024]; ; Interlocked.Add(ref written, piece.Length)) await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        });
        await using var pages = await PagesTier.StartAsync(tier.Address);
        using var caller = await SlowPlay.Start(pages.Address, "x");
        var last = -1L;
        await Eventually.Settles("the tier is held back", TimeSpan.FromSeconds(0.5), Soon, () => Interlocked.Read(ref written) == Interlocked.Exchange(ref last, Interlocked.Read(ref written)));

        cut.SetResult();

        await caller.IsReset(Soon);
        Assert.InRange(await caller.ReadRest(), 0, 8 * Megabyte);
    }

    private static byte[] Repeat(byte[] bytes, int times) => [.. Enumerable.Repeat(bytes, times).SelectMany(piece => piece)];
}
