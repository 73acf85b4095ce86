using System.Text;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Deploy;

/// <summary>Bytes go through the proxy as they come, both ways, and stop when either side does.</summary>
public sealed class ProxyStreamingTests : ProxyTest
{
    private static readonly byte[] Piece = Encoding.ASCII.GetBytes(new string('a', 1000));
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Download_IsPassedOnPieceByPiece()
    {
        First.Handler = Second.Handler = async context =>
        {
            await context.Response.Body.WriteAsync(Piece);
            await context.Response.Body.FlushAsync();
            await _goOn.Task;
            await context.Response.Body.WriteAsync(Piece);
        };
        using var response = await Client.Open(HttpMethod.Get, "/videos/x");
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[Piece.Length]).AsTask().WaitAsync(Soon);
        _goOn.SetResult();
        await body.ReadExactlyAsync(new byte[Piece.Length]).AsTask().WaitAsync(Soon);
    }

    [Theory]
    [InlineData("/upload/x")]
    [InlineData("/uploads/x")]
    [InlineData("/api/v1/videos")]
    public async Task Upload_IsPassedOnPieceByPiece(string path)
    {
        First.Handler = Second.Handler = async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[Piece.Length]);
            _seen.TrySetResult();
            await context.Request.Body.ReadExactlyAsync(new byte[Piece.Length]);
        };
        using var raw = await RawHttp.Connect(Proxy.Address);
        await raw.Send($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {2 * Piece.Length}\r\n\r\n");
        await raw.Send(Piece);
        await _seen.Task.WaitAsync(Soon);
        await raw.Send(Piece);
        Assert.Equal(200, RawHttp.StatusOf(await raw.ReadHead()));
    }

    [Fact]
    public async Task AbortedDownload_EndsAtTheFrontendToo()
    {
        First.Handler = Second.Handler = async context =>
        {
            try
            {
                while (true)
                    await context.Response.Body.WriteAsync(Piece, context.RequestAborted);
            }
            finally
            {
                _seen.TrySetResult();
            }
        };
        using (var raw = await RawHttp.Connect(Proxy.Address))
        {
            await raw.Send("GET /videos/x HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(200, RawHttp.StatusOf(await raw.ReadHead()));
            raw.Abort();
        }

        await _seen.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task AbortedUpload_EndsAtTheFrontendToo()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        First.Handler = Second.Handler = async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[Piece.Length]);
            begun.TrySetResult();
            try
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            }
            finally
            {
                _seen.TrySetResult();
            }
        };
        using (var raw = await RawHttp.Connect(Proxy.Address))
        {
            await raw.Send("POST /upload/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n");
            await raw.Send(Piece);
            await begun.Task.WaitAsync(Soon);
            raw.Abort();
        }

        await _seen.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task FrontendThatDiesWhileAnswering_CutsTheAnswerShort()
    {
        First.Handler = Second.Handler = async context =>
        {
            context.Response.ContentLength = 2 * Piece.Length;
            await context.Response.Body.WriteAsync(Piece);
            await context.Response.Body.FlushAsync();
            await _goOn.Task;
            context.Abort();
        };
        using var response = await Client.Open(HttpMethod.Get, "/videos/x");
        _goOn.SetResult();
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
        Assert.Equal(1, Deliveries("/videos/x"));
    }
}
