using Microsoft.Extensions.Options;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Grains.Catalog;

public sealed class SearchGateTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Searches_BeyondThePlaces_WaitForOne()
    {
        using var gate = Gate(places: 2, TimeSpan.FromMinutes(1));
        var running = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource<string>()).ToArray();
        var begun = 0;
        var answers = running.Select(search => gate.RunAsync(
            () =>
            {
                Interlocked.Increment(ref begun);
                return search.Task;
            },
            Cancel)).ToArray();
        Assert.Equal(2, begun);

        running[1].SetResult("found");
        Assert.Equal("found", (await answers[1]).Value);
        await Eventually.True("a third begins", Soon, () => begun == 3);
        running[0].SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => answers[0]);

        running[2].SetResult("more");
        running[3].SetResult("most");
        Assert.Equal(["more", "most"], (await Task.WhenAll(answers[2], answers[3]).WaitAsync(Soon, Cancel)).Select(answer => answer.Value));
        Assert.Equal(4, begun);
    }

    [Fact]
    public async Task Search_ForWhichNoPlaceIsFreeInTime_IsRefused_AndNeverRuns()
    {
        using var gate = Gate(places: 1, TimeSpan.Zero);
        var first = new TaskCompletionSource<string>();
        var running = gate.RunAsync(() => first.Task, Cancel);

        var refused = await gate.RunAsync<string>(() => throw new InvalidOperationException("It ran."), Cancel).WaitAsync(Soon, Cancel);

        Assert.Equal(RefusalCode.SearchBusy, refused.Refusal?.Code);
        first.SetResult("1");
        Assert.Equal("1", (await running).Value);
        Assert.Equal("2", (await gate.RunAsync(() => Task.FromResult("2"), Cancel).WaitAsync(Soon, Cancel)).Value);
    }

    [Fact]
    public async Task Search_GivenUpWhileItWaits_LeavesItsPlaceInTheLine()
    {
        using var gate = Gate(places: 1, TimeSpan.FromMinutes(1));
        var first = new TaskCompletionSource<string>();
        var running = gate.RunAsync(() => first.Task, Cancel);
        using var impatience = new CancellationTokenSource();
        var given = gate.RunAsync<string>(() => throw new InvalidOperationException("It ran."), impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(Soon, Cancel));

        first.SetResult("1");
        await running;
        Assert.Equal("2", (await gate.RunAsync(() => Task.FromResult("2"), Cancel).WaitAsync(Soon, Cancel)).Value);
    }

    private static SearchGate Gate(int places, TimeSpan patience) =>
        new(Options.Create(new CatalogOptions { MaxConcurrentSearches = places, SearchQueueTimeout = patience }));
}
