using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Facts;

/// <summary>What is held is never older than what was named: whichever comes first, and however late the other.</summary>
public sealed class FactStoreTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FactStore _store;
    private readonly HeldFilm _film = new();

    public FactStoreTests()
    {
        _store = new FactStore(_clock);
        _store.Confirm();
    }

    public void Dispose()
    {
        _store.Dispose();
        _film.Dispose();
    }

    [Fact]
    public void Facts_ThatAPlaybackUses_AreHeldWithTheirFile()
    {
        var facts = _film.HoldAndLetGo(_store, revision: 5);

        var found = _store.TryUse(_film.Id);

        Assert.Same(facts, found);
        Assert.Equal(1000, RandomAccess.Read(found!.Content!.File.Handle, new byte[2000], 0));
        Assert.Null(_store.TryUse(Guid.NewGuid()));
    }

    [Fact]
    public void Change_ThatIsNamed_DropsOlderFacts_AndClosesTheirFile()
    {
        var facts = _film.HoldAndLetGo(_store, revision: 5);

        _store.Confirm(new VideoChange(_film.Id, 6));

        Assert.Null(_store.TryUse(_film.Id));
        Assert.False(facts.Content!.File.TryUse());
    }

    /// <summary>A change stays named for ten seconds: facts that were read after it are right all the same.</summary>
    [Fact]
    public void Change_ThatIsNamedAgainAndAgain_LeavesFactsThatHaveIt()
    {
        _store.Confirm(new VideoChange(_film.Id, 6), new VideoChange(_film.Id, 4));
        _film.HoldAndLetGo(_store, revision: 6);

        for (var i = 0; i < 20; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            _store.Confirm(new VideoChange(_film.Id, 6), new VideoChange(_film.Id, 4));
        }

        Assert.NotNull(_store.TryUse(_film.Id));
    }

    /// <summary>The row is named with the old revision while the intent is named with the new one, in either order.</summary>
    [Theory]
    [InlineData(6, 5)]
    [InlineData(5, 6)]
    public void Video_ThatIsNamedTwice_IsKnownByTheGreaterRevision(long first, long second)
    {
        _store.Confirm(new VideoChange(_film.Id, first), new VideoChange(_film.Id, second));
        _film.HoldAndLetGo(_store, revision: 5);
        Assert.Null(_store.TryUse(_film.Id));
    }

    [Fact]
    public void Facts_ReadBeforeAChange_AndComingAfterItWasNamed_AreNotTakenIn()
    {
        using var late = _film.Read(_store, revision: 5).Content!.File;
        var facts = HeldFilm.Of(HeldFilm.Details(_film.Id, 5), late, _store.Now);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _store.Confirm(new VideoChange(_film.Id, 6));

        _store.Hold(facts);

        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public void NewerFacts_TakeThePlaceOfOlderOnes_AndNeverTheOtherWayRound()
    {
        var old = _film.HoldAndLetGo(_store, revision: 5);
        var young = _film.HoldAndLetGo(_store, revision: 6);
        _film.HoldAndLetGo(_store, revision: 5);

        Assert.Same(young, _store.TryUse(_film.Id));
        Assert.False(old.Content!.File.TryUse());
    }

    [Fact]
    public void Word_OfTheGrainItself_DropsWhatIsOlder()
    {
        _film.HoldAndLetGo(_store, revision: 5);
        _store.Forget(_film.Id, before: 5);
        Assert.Equal(1, _store.Count);

        _store.Forget(_film.Id, before: 6);

        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public void File_ThatIsDropped_StaysOpenForTheAnswerThatSendsIt()
    {
        _film.HoldAndLetGo(_store, revision: 5);
        var sending = _store.TryUse(_film.Id)!.Content!.File;

        _store.Confirm(new VideoChange(_film.Id, 6));
        Assert.Equal(10, RandomAccess.Read(sending.Handle, new byte[10], 0));

        sending.Dispose();
        Assert.False(sending.TryUse());
    }

    [Fact]
    public async Task Files_AreOpenWhileUsed_AndClosedInTheEnd_WhateverHappensAtOnce()
    {
        List<VideoFacts> all = [];
        var changing = Task.Run(() =>
        {
            for (var revision = 1; revision <= 2000; revision++)
            {
                lock (all) all.Add(_film.HoldAndLetGo(_store, revision));
                if (revision % 3 == 0) _store.Confirm(new VideoChange(_film.Id, revision));
                if (revision % 7 == 0) _store.DropAll();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var buffer = new byte[10];
            while (!changing.IsCompleted)
            {
                if (_store.TryUse(_film.Id) is not { } facts) continue;
                Assert.Equal(10, RandomAccess.Read(facts.Content!.File.Handle, buffer, 0));
                facts.Content.File.Dispose();
            }
        })));
        await changing;

        _store.DropAll();

        Assert.All(all, facts => Assert.False(facts.Content!.File.TryUse()));
    }
}
