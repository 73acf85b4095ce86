using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>A member who publishes the film.</summary>
/// <param name="site">The site's address.</param>
internal sealed class Publisher(Uri site) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient _client = new() { BaseAddress = site };

    /// <summary>Registers, uploads, and waits until the video can be played.</summary>
    /// <param name="film">What to upload.</param>
    /// <returns>The video's id.</returns>
    public async Task<string> Publish(Film film)
    {
        await Post("/api/v1/users", JsonContent.Create(new { userName = "publisher", password = "a long enough pass-phrase" }));
        var id = (await Post("/api/v1/videos", JsonContent.Create(new { title = "The film" }))).GetProperty("id").GetString()!;
        await Post($"/upload/{id}", new MultipartFormDataContent { { new ByteArrayContent(film.Bytes), "file", "film.mp4" } });
        using var pace = new PeriodicTimer(Pause);
        while (await pace.WaitForNextTickAsync())
        {
            var state = (await _client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/videos/{id}", UriKind.Relative))).GetProperty("state").GetString();
            if (state == "ready") break;
            if (state == "failed") throw new InvalidOperationException("The site could not read the film.");
        }

        return id;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> Post(string path, HttpContent content)
    {
        using (content)
        {
            using var answer = await _client.PostAsync(new Uri(path, UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }
}
