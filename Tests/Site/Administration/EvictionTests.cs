using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>An admin takes a token back.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class EvictionTests(StreamAdminSite house) : StreamAdminTest(house), IClassFixture<StreamAdminSite>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A second from the acknowledgement, by what the frontend says in its log: the client reads in the process of the tests, which may
    /// have no processor for longer than that.
    /// </summary>
    [Fact]
    public async Task Eviction_EndsTheStreamWithinASecond_AndTheViewerIsKeptOutForAWhile()
    {
        var viewer = Arrives();
        using var running = await Downloads(viewer);
        var lease = await TheLease();

        (await Admin.Evict(lease)).Expect(204);
        var within = Stopwatch.GetElapsedTime(0) + Second; // By the machine's monotonic clock, as the frontend's log.
        var wasWhole = await running.ReadToEnd();

        Assert.False(wasWhole, "the film came to its end");
        Assert.InRange(running.Read, 1, StreamAdminSite.Length - 1);
        await House.Site.Log.Says($"Lease {lease} ended at");
        Assert.InRange(Assert.Single(Moments(lease, "ended at")), TimeSpan.Zero, within);
        Assert.All(Moments(lease, @"hands over \d+ bytes at"), moment => Assert.InRange(moment, TimeSpan.Zero, within));
        Assert.Empty((await Admin.Streams()).GetProperty("leases").EnumerateArray());
        var refused = await viewer.PlayRange(House.Film, "0-99");
        refused.Expect(429, "evicted");
        Assert.InRange(refused.RetryAfter!.Value, 1, 90);
        await House.Site.Log.Says($@"site-admin \([0-9a-f-]{{36}}\) took back the stream token {lease}");
    }

    [Fact]
    public async Task Evicted_LeavesTheTokenToThoseWhoWait()
    {
        (await Admin.SetCapacity(1)).Expect(200);
        var evicted = await Enters();
        var waiting = Arrives();
        (await waiting.Play(House.Film)).Expect(429, "streams-exhausted");

        (await Admin.Evict(await TheLease())).Expect(204);

        (await evicted.PlayRange(House.Film, "0-99")).Expect(429, "evicted");
        Assert.Equal(0, await waiting.Place(House.Film));
        (await waiting.PlayRange(House.Film, "0-99")).Expect(206);
    }

    [Fact]
    public async Task LeaseThatNobodyHolds_IsNotFound()
    {
        (await Admin.Evict(Guid.NewGuid().ToString())).Expect(404, "not-found");
        (await Admin.Evict("the-first")).Expect(404, "not-found");
    }

    /// <summary>When the frontend did something with a lease.</summary>
    private TimeSpan[] Moments(string lease, string what) =>
    [
        .. Regex.Matches(House.Site.Log.Text, $@"Lease {lease} {what} ([\d.]+)")
            .Select(line => TimeSpan.FromMilliseconds(double.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture))),
    ];

    private async Task<string> TheLease() =>
        Assert.Single((await Admin.Streams()).GetProperty("leases").EnumerateArray()).Text("id")!;
}
