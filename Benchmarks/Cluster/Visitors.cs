using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansVideo.Benchmarks.Cluster;

/// <summary>The site's users, over HTTP, spread over its frontends.</summary>
internal sealed class Visitors : IDisposable
{
    private const int Videos = 500;
    private readonly HttpClient[] _frontends;
    private readonly List<string> _videos = [];
    private string _film = "";
    private long _viewers;

    /// <param name="frontends">The frontends' addresses.</param>
    public Visitors(IEnumerable<Uri> frontends) => _frontends = [.. frontends.Select(address => new HttpClient { BaseAddress = address })];

    /// <summary>Makes a user, many drafts and one film.</summary>
    /// <param name="film">An MP4 file.</param>
    public async Task Prepare(string film)
    {
        var owner = _frontends[0];
        using var registered = await owner.PostAsJsonAsync("/api/v1/users", new { userName = $"bench-{Guid.NewGuid():N}"[..20], password = "a long enough pass-phrase" });
        registered.EnsureSuccessStatusCode();
        for (var i = 0; i < Videos; i++) _videos.Add(await Draft(owner, $"Video {i}"));
        _film = await Draft(owner, "The film");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(await File.ReadAllBytesAsync(film)), "file", "film.mp4" } };
        using var uploaded = await owner.PostAsync(new Uri($"/upload/{_film}", UriKind.Relative), form);
        uploaded.EnsureSuccessStatusCode();
        while ((await owner.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{_film}")).GetProperty("state").GetString() != "ready")
        {
        }
    }

    /// <summary>Reads a video's details.</summary>
    /// <param name="caller">Who.</param>
    public async Task Details(int caller)
    {
        using var answer = await Of(caller).GetAsync(new Uri($"/api/v1/videos/{_videos[Random.Shared.Next(Videos)]}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Begins a playback as a viewer who never came before: a stream token is granted, and one byte sent.</summary>
    /// <param name="caller">Who.</param>
    public async Task Enter(int caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/videos/{_film}");
        request.Headers.Add("Range", "bytes=0-0");
        request.Headers.Add("User-Agent", $"viewer/{Interlocked.Increment(ref _viewers)}");
        using var answer = await Of(caller).SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_frontends, frontend => frontend.Dispose());

    private HttpClient Of(int caller) => _frontends[caller % _frontends.Length];

    private static async Task<string> Draft(HttpClient owner, string title)
    {
        using var answer = await owner.PostAsJsonAsync("/api/v1/videos", new { title });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }
}
