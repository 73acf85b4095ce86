using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>One person at one browser: an HTTP client with cookies of its own. The calls by feature are extensions beside it.</summary>
public sealed class SiteClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="site">The site's address.</param>
    /// <param name="from">The loopback address that the client has, such as 127.0.0.2; null for whichever the system picks.</param>
    public SiteClient(Uri site, string? from = null)
    {
        Site = site;
        var handler = new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, UseProxy = false };
        if (from is not null) handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(from, context.DnsEndPoint, cancellationToken);
        _http = new HttpClient(handler)
        {
            BaseAddress = site,
            Timeout = TimeSpan.FromMinutes(3),
            DefaultRequestHeaders = { { "User-Agent", $"test-{Guid.NewGuid():N}" } },
        };
    }

    public Uri Site { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The cookies as a browser would send them, for raw requests.</summary>
    public string CookieHeader => Cookies.GetCookieHeader(Site);

    public Task<Reply> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    public Task<Reply> Head(string path) => Send(HttpMethod.Head, path);

    public Task<Reply> Post(string path, object? json = null) => Send(HttpMethod.Post, path, JsonBody(json));

    public Task<Reply> Put(string path, object json) => Send(HttpMethod.Put, path, JsonBody(json));

    public Task<Reply> Patch(string path, object json) => Send(HttpMethod.Patch, path, JsonBody(json));

    public Task<Reply> Delete(string path) => Send(HttpMethod.Delete, path);

    /// <summary>Posts JSON text as it is, well-formed or not.</summary>
    public Task<Reply> PostText(string path, string json) =>
        Send(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public async Task<Reply> Send(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var response = await Open(method, path, content, headers);
        return new Reply(response.StatusCode, response.Headers, response.Content.Headers,
            await response.Content.ReadAsByteArrayAsync(), $"{method} {path}");
    }

    /// <summary>Returns as soon as the headers are there; disposing the response before its end cuts the request off.</summary>
    public async Task<HttpResponseMessage> Open(
        HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The status of a GET; null while nobody listens.</summary>
    public async Task<int?> TryGetStatus(string path)
    {
        try
        {
            using var response = await Open(HttpMethod.Get, path);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string from, DnsEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(to, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ByteArrayContent? JsonBody(object? json) => json is null
        ? null
        : new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(json, JsonSerializerOptions.Web))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
}
