namespace OrleansVideo.Tests.Site.Client;

/// <summary>A film that flows, and is read only when it is asked to.</summary>
public sealed class Download : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;

    private Download(HttpResponseMessage response, Stream stream) => (_response, _stream) = (response, stream);

    /// <summary>Bytes read so far.</summary>
    public long Read { get; private set; }

    /// <summary>The answer of a request that got in, after its first bytes.</summary>
    public static async Task<Download> Start(HttpResponseMessage response)
    {
        Assert.Equal(200, (int)response.StatusCode);
        var download = new Download(response, await response.Content.ReadAsStreamAsync());
        await download._stream.ReadExactlyAsync(new byte[100_000]);
        download.Read = 100_000;
        return download;
    }

    /// <summary>Reads until nothing comes any more.</summary>
    /// <returns>Whether that was the end of the film; false when the connection was cut off.</returns>
    public async Task<bool> ReadToEnd()
    {
        var buffer = new byte[256 * 1024];
        try
        {
            while (await _stream.ReadAsync(buffer) is > 0 and var read) Read += read;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _response.Dispose();
    }
}
