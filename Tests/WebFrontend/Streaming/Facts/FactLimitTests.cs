using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Facts;

/// <summary>How much is held, for how long, and what becomes of it when nobody says what changed.</summary>
public sealed class FactLimitTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FactStore _store;
    private readonly HeldFilm _film = new();

    public FactLimitTests()
    {
        _store = new FactStore(_clock);
        _store.Confirm();
    }

    public void Dispose()
    {
        _store.Dispose();
        _film.Dispose();
    }

    /// <summary>By then the change may be named no more.</summary>
    [Fact]
    public void Facts_ThatComeVeryLate_AreNotTakenIn()
    {
        var facts = _film.Read(_store, revision: 5);
        for (var i = 0; i < 6; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _store.Confirm();
        }

        _store.Hold(facts);

        Assert.Equal(0, _store.Count);
        facts.Content!.File.Dispose();
    }

    [Fact]
    public void Answer_ThatCannotNameAll_DropsEverything_AndNothingIsHeldUntilOneCan()
    {
        _film.HoldAndLetGo(_store, revision: 5);

        _store.Confirm(new RecentChanges([], IsComplete: false), _store.Now);
        Assert.Equal(0, _store.Count);
        _film.HoldAndLetGo(_store, revision: 5);
        Assert.Equal(0, _store.Count);

        _store.Confirm();
        _film.HoldAndLetGo(_store, revision: 5);
        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public void Nothing_IsHeldBeforeTheFirstAnswer()
    {
        using var store = new FactStore(_clock);
        var facts = _film.Read(store, revision: 5);

        store.Hold(facts);

        Assert.Equal(0, store.Count);
        Assert.True(store.Unconfirmed > TimeSpan.FromDays(1));
        facts.Content!.File.Dispose();
    }

    /// <summary>What changed meanwhile may be named no more.</summary>
    [Fact]
    public void Silence_ThatLasted_CostsEverything_AndAShortOneNothing()
    {
        _film.HoldAndLetGo(_store, revision: 5);
        _clock.Advance(TimeSpan.FromSeconds(4));
        _store.Confirm();
        Assert.Equal(1, _store.Count);

        _clock.Advance(TimeSpan.FromSeconds(6));
        _store.Confirm();

        Assert.Equal(0, _store.Count);
    }

    /// <summary>An answer is as old as its question.</summary>
    [Fact]
    public void Confirmation_CountsFromTheAsking()
    {
        var asked = _store.Now;
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        _store.Confirm(new RecentChanges([], IsComplete: true), asked);

        Assert.Equal(TimeSpan.FromSeconds(1.5), _store.Unconfirmed);
    }

    [Fact]
    public void Facts_AreHeldForAMinute_AndReadAnewThen()
    {
        var facts = _film.HoldAndLetGo(_store, revision: 5);
        for (var i = 0; i < 60; i++) Pass();
        Assert.Equal(1, _store.Count);

        Pass();

        Assert.False(facts.Content!.File.TryUse());
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public void Store_HoldsSoManyVideosAndNoMore()
    {
        using var file = _film.Open();
        for (var i = 0; i < FactStore.Most; i++) _store.Hold(HeldFilm.Of(HeldFilm.Details(Guid.NewGuid(), 1), file, _store.Now));
        _film.HoldAndLetGo(_store, revision: 5);
        Assert.Equal(FactStore.Most, _store.Count);
        Assert.Null(_store.TryUse(_film.Id));
    }

    private void Pass()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        _store.Confirm();
    }
}
