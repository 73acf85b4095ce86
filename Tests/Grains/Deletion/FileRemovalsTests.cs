using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Deletion;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Grains.Deletion;

/// <summary>A disk that hangs holds the removal of one video, and nothing else.</summary>
public sealed class FileRemovalsTests
{
    private static readonly Guid Stuck = Guid.CreateVersion7();
    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _disk = new();
    private int _begun;

    [Fact]
    public async Task Remove_WhenTheDiskHangs_GivesUpWaiting_AndOthersGoOn()
    {
        var removals = new FileRemovals(Remove, _clock);
        var stuck = removals.Remove(Stuck);

        Assert.Equal(new RemovalReport(7, null), await removals.Remove(Guid.CreateVersion7()));
        Assert.False(stuck.IsCompleted);
        _clock.Advance(FileRemovals.Patience);
        Assert.Contains("has not answered", (await stuck).Error, StringComparison.Ordinal);
        _disk.SetResult();
    }

    [Fact]
    public async Task Remove_AskedForAgain_JoinsTheRemovalThatRuns_AndHearsWhatCameOfIt()
    {
        var removals = new FileRemovals(Remove, _clock);
        var first = removals.Remove(Stuck);
        _clock.Advance(FileRemovals.Patience);
        await first;

        var second = removals.Remove(Stuck);
        _disk.SetResult();

        Assert.Equal(new RemovalReport(7, null), await second);
        Assert.Equal(1, _begun);
        Assert.Equal(new RemovalReport(7, null), await removals.Remove(Stuck)); // Asked for after its end, it is looked at again.
        Assert.Equal(2, _begun);
    }

    [Fact]
    public async Task Remove_WhenMostHang_RefusesFurtherOnes_UntilTheDiskIsBack()
    {
        var all = new FileRemovals(_ => Hang(), _clock);
        var stuck = Enumerable.Range(0, FileRemovals.Most).Select(_ => all.Remove(Guid.CreateVersion7())).ToArray();

        Assert.Contains("the disk hangs", (await all.Remove(Guid.CreateVersion7())).Error, StringComparison.Ordinal);

        _disk.SetResult();
        Assert.All(await Task.WhenAll(stuck), report => Assert.Null(report.Error));
        Assert.Null((await all.Remove(Guid.CreateVersion7())).Error);
        await Eventually.True("no more than the asked-for removals ran", TimeSpan.FromSeconds(5), () => _begun == FileRemovals.Most + 1);
    }

    /// <summary>Whoever gave up waiting for good, as a dead letter does, leaves nothing that counts once the disk is back.</summary>
    [Fact]
    public async Task Remove_AfterMostWereAbandoned_IsNotRefusedOnceTheDiskIsBack()
    {
        var removals = new FileRemovals(_ => Hang(), _clock);
        var abandoned = Enumerable.Range(0, FileRemovals.Most).Select(_ => removals.Remove(Guid.CreateVersion7())).ToArray();
        _clock.Advance(FileRemovals.Patience);
        Assert.All(await Task.WhenAll(abandoned), report => Assert.NotNull(report.Error));

        _disk.SetResult();

        await Eventually.True("the next removal is done", TimeSpan.FromSeconds(20),
            async () => (await removals.Remove(Guid.CreateVersion7())).Error is null);
    }

    [Fact]
    public async Task Remove_ThatFailsUnexpectedly_IsTriedAgain()
    {
        var removals = new FileRemovals(
            _ => Interlocked.Increment(ref _begun) == 1 ? throw new InvalidTimeZoneException() : new RemovalReport(7, null), _clock);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => removals.Remove(Stuck));
        Assert.Equal(new RemovalReport(7, null), await removals.Remove(Stuck));
    }

    private RemovalReport Remove(Guid video)
    {
        Interlocked.Increment(ref _begun);
        if (video == Stuck) _disk.Task.GetAwaiter().GetResult();
        return new RemovalReport(7, null);
    }

    private RemovalReport Hang()
    {
        Interlocked.Increment(ref _begun);
        _disk.Task.GetAwaiter().GetResult();
        return new RemovalReport(7, null);
    }
}
