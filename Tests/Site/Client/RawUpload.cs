using System.Text;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>An upload sent by hand, so that a test decides how much of it arrives, and when.</summary>
public sealed class RawUpload : IDisposable
{
    private const string Boundary = "----orleansvideo-test-boundary";
    private const string Tail = "\r\n--" + Boundary + "--\r\n";

    private readonly RawHttp _http;
    private readonly byte[] _content;
    private int _sent;

    private RawUpload(RawHttp http, byte[] content) => (_http, _content) = (http, content);

    /// <summary>Sends everything of the request but the file's bytes, with a Content-Length.</summary>
    public static Task<RawUpload> Begin(SiteProcess site, SiteClient client, string id, byte[] content) =>
        Begin(site.Address, client, id, content);

    /// <inheritdoc cref="Begin(SiteProcess, SiteClient, string, byte[])"/>
    public static async Task<RawUpload> Begin(Uri site, SiteClient client, string id, byte[] content)
    {
        var http = await RawHttp.Connect(site);
        var partHead = $"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.mp4\"\r\nContent-Type: video/mp4\r\n\r\n";
        var length = Encoding.Latin1.GetByteCount(partHead) + (long)content.Length + Tail.Length;
        await http.Send(
            $"POST /upload/{id} HTTP/1.1\r\nHost: 127.0.0.1:{site.Port}\r\nCookie: {client.CookieHeader}\r\n" +
            $"Content-Type: multipart/form-data; boundary={Boundary}\r\nContent-Length: {length}\r\n\r\n{partHead}");
        return new RawUpload(http, content);
    }

    /// <summary>Begins, sends half of the file, and waits until the site is writing it.</summary>
    public static async Task<RawUpload> Half(SiteProcess site, SiteClient client, string id, byte[] content)
    {
        var upload = await Begin(site, client, id, content);
        await upload.SendMore(content.Length / 2);
        await Eventually.True($"the site writes a part file of {id}", TimeSpan.FromSeconds(20), () => site.FilesOf(id).Length > 0);
        return upload;
    }

    public async Task SendMore(int bytes)
    {
        var count = Math.Min(bytes, _content.Length - _sent);
        await _http.Send(_content.AsMemory(_sent, count));
        _sent += count;
    }

    /// <summary>Sends the rest and gives the status of the answer.</summary>
    public async Task<int> Finish() => RawHttp.StatusOf(await FinishAndReadHead());

    /// <summary>Sends the rest and gives the head of the answer.</summary>
    public async Task<string> FinishAndReadHead()
    {
        await SendMore(_content.Length);
        await _http.Send(Tail);
        return await _http.ReadHead();
    }

    /// <summary>As <see cref="Finish"/>; null when the site closed the connection without an answer.</summary>
    public async Task<int?> TryFinish()
    {
        try
        {
            return await Finish();
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Abort() => _http.Abort();

    public void Dispose() => _http.Dispose();
}
