using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>A video that the site plays to everybody.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ViewerCookie">The cookie of a viewer without an account who has opened its page.</param>
internal sealed record PublishedVideo(string Id, string ViewerCookie)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>Registers a user, uploads, waits until the video is ready, and opens its page as somebody else.</summary>
    /// <param name="site">The site.</param>
    /// <param name="film">What to upload.</param>
    public static async Task<PublishedVideo> Publish(Uri site, BenchmarkFilm film)
    {
        var (owner, id) = await Upload(site, film);
        owner.Dispose();
        return new PublishedVideo(id, await OpenPage(site, id));
    }

    /// <summary>Registers a user, uploads, and waits until the video is ready.</summary>
    /// <param name="site">The site.</param>
    /// <param name="film">What to upload.</param>
    /// <returns>The user, signed in, and the video's id.</returns>
    public static async Task<(HttpClient Owner, string Id)> Upload(Uri site, BenchmarkFilm film)
    {
        var owner = new HttpClient { BaseAddress = site };
        using var registered = await owner.PostAsJsonAsync("/api/v1/users", new { userName = $"bench-{Guid.NewGuid():N}"[..20], password = "a long enough pass-phrase" });
        registered.EnsureSuccessStatusCode();
        using var draft = await owner.PostAsJsonAsync("/api/v1/videos", new { title = "The film" });
        draft.EnsureSuccessStatusCode();
        var id = (await draft.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await using (var content = File.OpenRead(film.Path))
        {
            using var form = new MultipartFormDataContent { { new StreamContent(content), "file", BenchmarkFilm.FileName } };
            using var uploaded = await owner.PostAsync(new Uri($"/upload/{id}", UriKind.Relative), form);
            uploaded.EnsureSuccessStatusCode();
        }

        await BecomeReady(owner, id);
        return (owner, id);
    }

    private static async Task BecomeReady(HttpClient owner, string id)
    {
        using var pace = new PeriodicTimer(Pace);
        while (await pace.WaitForNextTickAsync())
        {
            var state = (await owner.GetFromJsonAsync<JsonElement>($"/api/v1/videos/{id}")).GetProperty("state").GetString();
            if (state == "ready") return;
            if (state == "failed") throw new InvalidOperationException("The site does not take the film.");
        }
    }

    private static async Task<string> OpenPage(Uri site, string id)
    {
        var cookies = new CookieContainer();
        using var handler = new SocketsHttpHandler { CookieContainer = cookies };
        using var guest = new HttpClient(handler) { BaseAddress = site };
        using var page = await guest.GetAsync(new Uri($"/watch/{id}", UriKind.Relative));
        page.EnsureSuccessStatusCode();
        return cookies.GetCookieHeader(site);
    }
}
