using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>
/// Tells when the whole site answers again: a read and a write of every one of a score of videos, whose grains are spread over the silos,
/// all in a row and without a miss.
/// </summary>
public sealed class Recovery : IDisposable
{
    private const int Videos = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SiteClient _owner;
    private readonly Timeline _timeline;
    private readonly List<string> _videos;

    private Recovery(SiteClient owner, Timeline timeline, List<string> videos) => (_owner, _timeline, _videos) = (owner, timeline, videos);

    public static async Task<Recovery> PrepareAsync(LocalCluster cluster, Timeline timeline)
    {
        var owner = new SiteClient(cluster.Address);
        (await owner.Register(AccountCalls.FreshName("prober"))).Expect(201);
        var videos = new List<string>();
        for (var i = 0; i < Videos; i++) videos.Add(await owner.CreateDraft($"Probe {i}"));
        return new Recovery(owner, timeline, videos);
    }

    /// <summary>Waits for it, and returns how long that took from <paramref name="since"/> to the first request of the good row.</summary>
    public async Task<TimeSpan> Wait(TimeSpan since, string after)
    {
        var first = _timeline.Now;
        await Eventually.True($"all of the site answers after {after}", Patience, async () =>
        {
            first = _timeline.Now;
            foreach (var video in _videos)
            {
                if (!await Answers(video)) return false;
            }

            return true;
        });
        _timeline.Note($"All of the site answers, {(first - since).TotalSeconds:0.0} s after {after}");
        return first - since;
    }

    public void Dispose() => _owner.Dispose();

    private async Task<bool> Answers(string video)
    {
        try
        {
            return (await _owner.Edit(video, new { title = $"Probe {Guid.NewGuid():N}" })).Status == 200
                && (await _owner.Details(video)).Status == 200;
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
