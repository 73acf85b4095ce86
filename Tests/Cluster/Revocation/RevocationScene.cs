using System.Net;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster.Revocation;

/// <summary>The players of one case: those who lose their right, and those who keep theirs.</summary>
/// <param name="site">The cluster.</param>
/// <param name="what">What is taken back.</param>
/// <param name="film">The film.</param>
/// <param name="browser">A browser at which the film's owner is signed in, and may sign out.</param>
internal sealed class RevocationScene(RevocationSite site, TakenBack what, string film, SiteClient browser) : IAsyncDisposable
{
    private const int Slow = 512 * 1024; // bytes per second
    private const int Fast = 3 * 1024 * 1024;
    private const int Begun = 256 * 1024;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly List<PacedPlayer> _forbidden = [];
    private readonly List<PacedPlayer> _others = [];
    private readonly Viewer _loser = new($"loser-{Guid.NewGuid():N}", what == TakenBack.SignOut ? browser.CookieHeader : null);
    private string? _lease;

    public TakenBack What => what;

    /// <summary>Those who lose their right: a slow one and a fast one at each frontend.</summary>
    public IReadOnlyList<PacedPlayer> Forbidden => _forbidden;

    /// <summary>What the frontends hand to the kernel.</summary>
    public KernelBytes Bytes { get; } = new(site.Frontends.Values.Select(address => address.Port));

    /// <summary>Everybody plays.</summary>
    public async Task Begin()
    {
        foreach (var frontend in LocalCluster.Frontends)
        {
            // The same playback throughout: of a viewer whose right ends, every request ends.
            _forbidden.Add(await Play("slow", frontend, film, _loser, Slow));
            _forbidden.Add(await Play("fast", frontend, film, _loser, Fast));
        }

        if (what == TakenBack.Eviction) _lease = await LeaseOfFilm();
        foreach (var frontend in LocalCluster.Frontends)
        {
            // Whoever signs out may still play what is public.
            _others.Add(await Play("other film", frontend, site.OtherFilm, what == TakenBack.SignOut ? _loser : Viewer.Stranger(), Slow));
            switch (what)
            {
                case TakenBack.Private:
                    _others.Add(await Play("owner", frontend, film, new Viewer("owner", site.Owner.CookieHeader), Slow));
                    _others.Add(await Play("admin", frontend, film, new Viewer("admin", site.Admin.CookieHeader), Slow));
                    break;
                case TakenBack.Eviction:
                    _others.Add(await Play("another viewer", frontend, film, Viewer.Stranger(), Slow));
                    break;
                case TakenBack.SignOut:
                    _others.Add(await Play("owner elsewhere", frontend, film, new Viewer("owner", site.Owner.CookieHeader), Slow));
                    break;
            }
        }

        await Eventually.True("everybody plays", Soon, () => _forbidden.Concat(_others).All(player => player.Received > Begun));
        Assert.All(_forbidden.Concat(_others), player => Assert.Equal(PlayEnd.Open, player.End));
    }

    /// <summary>Returns with the acknowledgement.</summary>
    public async Task TakeBack()
    {
        switch (what)
        {
            case TakenBack.Trash:
                (await site.Owner.Trash(film)).Expect(202);
                break;
            case TakenBack.Private:
                (await site.Owner.Edit(film, new { visibility = "private" })).Expect(200);
                break;
            case TakenBack.Eviction:
                (await site.Admin.Evict(_lease!)).Expect(204);
                break;
            case TakenBack.SignOut:
                (await browser.SignOut()).Expect(204);
                break;
        }
    }

    /// <summary>What a new request of a viewer who has lost the right is answered, by frontend.</summary>
    public async Task<Dictionary<string, NewRequest>> AskAnew()
    {
        var answers = await Task.WhenAll(LocalCluster.Frontends.Select(frontend => site.TryPlay(frontend, film, _loser)));
        return LocalCluster.Frontends.Zip(answers).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Whether every frontend refuses a new request as it should, soon.</summary>
    public Task<bool> RefusedForTheRightReason(TimeSpan within)
    {
        var right = what switch
        {
            TakenBack.Trash => new NewRequest(HttpStatusCode.Gone, "gone"),
            TakenBack.Eviction => new NewRequest(HttpStatusCode.TooManyRequests, "evicted"),
            _ => new NewRequest(HttpStatusCode.NotFound, "not-found"),
        };
        return Becomes(within, async () => (await AskAnew()).Values.All(answer => answer == right));
    }

    /// <summary>Whether everybody who may play receives bytes from now on.</summary>
    public Task<bool> OthersGoOn(TimeSpan within)
    {
        var until = _others.ToDictionary(player => player, player => player.Received + Begun);
        return Becomes(within, () => Task.FromResult(until.All(entry => entry.Key.End == PlayEnd.Open && entry.Key.Received > entry.Value)));
    }

    /// <summary>Whether the streams of those who may not play have ended.</summary>
    public Task<bool> ForbiddenHaveEnded(TimeSpan within) =>
        Becomes(within, () => Task.FromResult(_forbidden.All(player => player.End != PlayEnd.Open || Bytes.Gone(player.Connection) is not null)));

    /// <summary>Waits for one more look at what the kernel was handed.</summary>
    public async Task Look()
    {
        var seen = Bytes.Count + 1; // One may be under way.
        await Eventually.True("the kernel is asked again", Soon, () => Bytes.Count > seen);
    }

    /// <summary>
    /// All bytes that a player's frontend handed over: what was last seen of the connection, or what the player got, if that is more: the
    /// bytes of the last tenth of a second.
    /// </summary>
    public long Total(PacedPlayer player) => Math.Max(Bytes.Seen(player.Connection), player.Received);

    /// <summary>Bytes that a player's frontend had handed over at a moment.</summary>
    public long By(PacedPlayer player, TimeSpan moment) => Bytes.AtMostBy(player.Connection, moment) ?? Total(player);

    /// <summary>How those who may play fared at a frontend.</summary>
    public string OthersOf(string frontend) =>
        string.Join(", ", _others.Where(player => player.Frontend == frontend).Select(player => $"{player.Name}: {(player.End == PlayEnd.Open ? "goes on" : player.End)}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var player in _forbidden.Concat(_others)) await player.DisposeAsync();
        await Bytes.DisposeAsync();
    }

    private static async Task<bool> Becomes(TimeSpan within, Func<Task<bool>> probe)
    {
        var deadline = KernelBytes.Now + within;
        while (!await probe())
        {
            if (KernelBytes.Now > deadline) return false;
            await ClusterLab.Wait(TimeSpan.FromMilliseconds(100));
        }

        return true;
    }

    private async Task<PacedPlayer> Play(string name, string frontend, string id, Viewer viewer, int pace) =>
        await PacedPlayer.Start(name, frontend, site.Frontends[frontend], id, viewer, pace);

    private async Task<string> LeaseOfFilm() => (await Eventually.Get("the lease is listed", Soon, async () =>
    {
        // What was played of it in an earlier scene lingers for a while, and is older.
        return (await site.Admin.Streams("?limit=100")).GetProperty("leases").EnumerateArray()
            .Where(lease => lease.Text("videoId") == film).OrderBy(lease => lease.GetProperty("since").GetDateTimeOffset()).Select(lease => lease.Text("id")).LastOrDefault();
    }))!;
}
