using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Accounts;
using OrleansVideo.WebFrontend.Accounts.Sessions;

namespace OrleansVideo.Tests.WebFrontend.Accounts;

/// <summary>W10: a session that ended is dead, whatever was remembered of it.</summary>
public sealed class SessionCacheTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SessionCache _cache;

    public SessionCacheTests() => _cache = new SessionCache(_clock);

    [Fact]
    public void Answer_IsKnownForOneSecond()
    {
        var session = NewSession();
        _cache.Remember(session.SessionId, session);
        _clock.Advance(SessionCache.Life - TimeSpan.FromMilliseconds(1));
        Assert.True(_cache.TryGet(session.SessionId, out var known));
        Assert.Equal(session, known);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_cache.TryGet(session.SessionId, out _));
    }

    [Fact]
    public void EndedSession_IsDeadAtOnce()
    {
        var session = NewSession();
        _cache.Remember(session.SessionId, session);

        _cache.End(session.SessionId);

        Assert.True(_cache.TryGet(session.SessionId, out var known));
        Assert.Null(known);
    }

    [Fact]
    public void EndedSession_IsNotBroughtBackByAnAnswerThatWasOnItsWay()
    {
        var session = NewSession();
        _cache.End(session.SessionId);

        Assert.Null(_cache.Remember(session.SessionId, session));

        Assert.True(_cache.TryGet(session.SessionId, out var known));
        Assert.Null(known);
    }

    [Fact]
    public void End_OfSomeSessions_SparesTheRestAndOtherAccounts()
    {
        var (mine, other, stranger) = (NewSession(), NewSession(), NewSession());
        other = other with { AccountId = mine.AccountId };
        foreach (var session in new[] { mine, other, stranger }) _cache.Remember(session.SessionId, session);

        _cache.End(mine.AccountId, id => id != mine.SessionId);

        Assert.Equal(mine, Known(mine));
        Assert.Null(Known(other));
        Assert.Equal(stranger, Known(stranger));
    }

    [Fact]
    public void Answers_AreBoundedAndStaleOnesGo()
    {
        for (var i = 0; i < SessionCache.Capacity + 100; i++)
        {
            var session = NewSession();
            Assert.Equal(session, _cache.Remember(session.SessionId, session));
        }

        Assert.Equal(SessionCache.Capacity, _cache.Count);

        _clock.Advance(SessionCache.Life);
        var next = NewSession();
        _cache.Remember(next.SessionId, next);
        Assert.Equal(1, _cache.Count);
    }

    private SessionView? Known(SessionView session)
    {
        Assert.True(_cache.TryGet(session.SessionId, out var known));
        return known;
    }

    private static SessionView NewSession() =>
        new(Guid.NewGuid(), Guid.NewGuid(), "ada", [], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
}
