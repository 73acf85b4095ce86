using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

public sealed class PermitTableTests
{
    private static readonly Guid Frontend = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();

    private readonly PermitTable _table = new();

    [Fact]
    public void Expire_FreesEachAtItsOwnEnd()
    {
        Add("first", until: 60);
        Add("second", until: 60.001);

        Assert.Equal(0, _table.Expire(At(59.999)));
        Assert.Equal(1, _table.Expire(At(60)));
        Assert.NotNull(_table.Of(Key("second")));
        Assert.Equal(1, _table.Expire(At(60.001)));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Expire_WhenOneIsDue_LooksAtNoOther()
    {
        Add("due", until: 60);
        var later = Add("later", until: 60);
        later.Hold(Other, 1, At(70));
        Assert.Equal(1, _table.Expire(At(60))); // "later" was due by what was known when it came: looked at, and put off.
        later.Hold(Frontend, 2, At(65));
        Add("due as well", until: 66);

        Assert.Equal(1, _table.Expire(At(66)));

        Assert.Equal(2, later.Holders.Count); // A look would have dropped the one that has lapsed.
        Assert.Equal(1, _table.Expire(At(70)));
    }

    [Fact]
    public void Expire_OfOneThatWasRenewed_WaitsForItsLastEnd()
    {
        var permit = Add("renewed", until: 60);
        for (var second = 1; second <= 100; second++)
        {
            permit.Hold(Frontend, second, At(60 + second));
            Assert.Equal(0, _table.Expire(At(second)));
        }

        Assert.Equal(0, _table.Expire(At(159.999)));
        Assert.Equal(1, _table.Expire(At(160)));
    }

    [Fact]
    public void Expire_OfOneWhoseEndCameNearer_DoesNotWaitForTheOldOne()
    {
        var permit = Add("handed over", until: 60);
        permit.Drop(Frontend);
        permit.WaitsUntil = At(15);
        _table.MayLapse(permit);

        Assert.Equal(0, _table.Expire(At(14.999)));
        Assert.Equal(1, _table.Expire(At(15)));
        Assert.Equal(0, _table.Expire(At(60)));
    }

    [Fact]
    public void Expire_AfterManyCameAndWent_StillKnowsTheEndOfThoseThatStayed()
    {
        Add("stays", until: 60);
        for (var i = 0; i < 5_000; i++) _table.Remove(Add($"goes {i}", until: 50));
        Add("came last", until: 61);

        Assert.Equal(0, _table.Expire(At(59.999)));
        Assert.Equal(1, _table.Expire(At(60)));
        Assert.Equal(1, _table.Expire(At(61)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static PlaybackKey Key(string viewer) => new(viewer, Guid.Empty);

    private Permit Add(string viewer, double until)
    {
        var permit = new Permit(Guid.NewGuid(), Key(viewer), "192.0.2.1", TimeSpan.Zero);
        permit.Hold(Frontend, 1, At(until));
        _table.Add(permit);
        return permit;
    }
}
