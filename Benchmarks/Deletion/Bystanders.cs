using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace OrleansVideo.Benchmarks.Deletion;

/// <summary>People who have nothing to do with deletions: they open pages, watch, and comment, each with a pause after each answer.</summary>
/// <param name="site">The site.</param>
/// <param name="film">A video that plays.</param>
internal sealed class Bystanders(Uri site, string film)
{
    private const int People = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>What they do, by name.</summary>
    public static readonly string[] Kinds = ["home page", "watch page", "1 MB of the film", "a comment"];

    /// <summary>Has them at it for a while.</summary>
    /// <returns>For each kind the times of its answers, in order.</returns>
    public async Task<TimeSpan[][]> Measure()
    {
        using var member = new HttpClient { BaseAddress = site };
        using var registered = await member.PostAsJsonAsync("/api/v1/users", new { userName = $"by-{Guid.NewGuid():N}"[..20], password = "a long enough pass-phrase" });
        registered.EnsureSuccessStatusCode();
        Func<HttpRequestMessage>[] requests =
        [
            () => new(HttpMethod.Get, "/"),
            () => new(HttpMethod.Get, $"/watch/{film}"),
            () => new(HttpMethod.Get, $"/videos/{film}") { Headers = { Range = new RangeHeaderValue(0, (1 << 20) - 1) } },
            () => new(HttpMethod.Post, $"/api/v1/videos/{film}/comments") { Content = JsonContent.Create(new { content = "seen" }) },
        ];
        return await Task.WhenAll(requests.Select(request => Kind(member, request)));
    }

    private static async Task<TimeSpan[]> Kind(HttpClient member, Func<HttpRequestMessage> request)
    {
        var times = await Task.WhenAll(Enumerable.Range(0, People / 2).Select(_ => Person(member, request)));
        return [.. times.SelectMany(own => own).Order()];
    }

    private static async Task<List<TimeSpan>> Person(HttpClient member, Func<HttpRequestMessage> request)
    {
        var clock = Stopwatch.StartNew();
        var times = new List<TimeSpan>();
        while (clock.Elapsed < WarmUp + Measured)
        {
            var began = clock.Elapsed;
            using var message = request();
            using var answer = await member.SendAsync(message);
            answer.EnsureSuccessStatusCode();
            if (began >= WarmUp) times.Add(clock.Elapsed - began);
            await Task.Delay(Pause);
        }

        return times;
    }
}
