using OrleansVideo.Accounts;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>What may happen with the next bytes of an answer.</summary>
internal enum AnswerVerdict
{
    /// <summary>They may be handed to the network.</summary>
    Send,

    /// <summary>They wait: what decides was not confirmed for too long.</summary>
    Hold,

    /// <summary>The caller may not have them, nor any after them.</summary>
    End,
}

/// <summary>What a frontend knows of a session on whose account the right to an answer may rest; shared by all answers of the session.</summary>
/// <param name="sessionId">The session's id, a secret.</param>
/// <param name="userName">The account's name.</param>
internal sealed class WatchedSession(Guid sessionId, string userName)
{
    /// <summary>What <see cref="ConfirmedAt"/> says while nobody has been asked.</summary>
    public static readonly TimeSpan Never = TimeSpan.MinValue / 2;

    private readonly Lock _asking = new();
    private volatile Caller? _caller;
    private long _confirmedAt = Never.Ticks;
    private (Task Asking, TimeSpan Asked)? _last;

    /// <summary>The session's id.</summary>
    public Guid SessionId => sessionId;

    /// <summary>The account's name.</summary>
    public string UserName => userName;

    /// <summary>The account with the roles that it had when it was asked last; null when the session is dead.</summary>
    public Caller? Caller => _caller;

    /// <summary>As of when that is right. To be read first: what is read after it is never older.</summary>
    public TimeSpan ConfirmedAt => new(Interlocked.Read(ref _confirmedAt));

    /// <summary>Open answers of the session. Under the lock of whoever keeps the sessions.</summary>
    public int Answers { get; set; }

    /// <summary>The account's grain has answered.</summary>
    /// <param name="session">The session; null when it is dead.</param>
    /// <param name="asked">When it was asked.</param>
    public void Learn(SessionView? session, TimeSpan asked)
    {
        _caller = session is null ? null : new Caller(session.AccountId, session.UserName, session.Roles.Contains(Roles.Admin));
        Interlocked.Exchange(ref _confirmedAt, asked.Ticks);
    }

    /// <summary>Nobody has kept this up to date: what it says has to be asked for again.</summary>
    public void Doubt() => Interlocked.Exchange(ref _confirmedAt, Never.Ticks);

    /// <summary>The asking that is on its way, or was made within the pace; else a new one.</summary>
    /// <param name="now">The time.</param>
    /// <param name="pace">How long one is good for.</param>
    /// <param name="ask">Asks, and does not fail.</param>
    public Task Ask(TimeSpan now, TimeSpan pace, Func<WatchedSession, TimeSpan, Task> ask)
    {
        lock (_asking)
        {
            if (_last is { } last && (!last.Asking.IsCompleted || now - last.Asked < pace)) return last.Asking;
            var asking = ask(this, now);
            _last = (asking, now);
            return asking;
        }
    }
}

/// <summary>
/// Decides, at any moment, over the next bytes of an answer that has begun, by this frontend's own knowledge of the video and of
/// the caller. It neither locks nor allocates: it is asked before each piece. Who sees a video only by their account may see it
/// while their session lives and the account has the role; who sees what everybody may needs neither.
/// </summary>
/// <param name="video">What is known of the video.</param>
/// <param name="viewer">The viewer, as the stream limiter knows them.</param>
/// <param name="session">What is known of the caller's session; null for an anonymous caller.</param>
/// <param name="maxUnconfirmed">For how long either may go without being confirmed.</param>
internal sealed class RunningAnswer(WatchedVideo video, string viewer, WatchedSession? session, TimeSpan maxUnconfirmed)
{
    /// <summary>The video.</summary>
    public WatchedVideo Video => video;

    /// <summary>The caller's session; null for an anonymous caller.</summary>
    public WatchedSession? Session => session;

    /// <summary>Whether it is the caller's account alone that gives them the right, as the video is now.</summary>
    public bool RestsOnSession => session is not null && VideoAccess.RefuseContinuing(video.Video, caller: null) is not null;

    /// <summary>What may happen with the next bytes.</summary>
    /// <param name="now">The time, by the clock by which things are confirmed.</param>
    public AnswerVerdict Decide(TimeSpan now) => Decide(now, out _);

    /// <summary>What may happen with the next bytes, and for how long what decides has not been confirmed.</summary>
    /// <param name="now">The time, by the clock by which things are confirmed.</param>
    /// <param name="unconfirmed">Since when.</param>
    public AnswerVerdict Decide(TimeSpan now, out TimeSpan unconfirmed)
    {
        var confirmedAt = video.ConfirmedAt;
        var known = video.Video;
        unconfirmed = TimeSpan.Zero;
        var evictions = video.Evictions;
        if (evictions.Viewers is { } evicted && evicted.Contains(viewer)) return AnswerVerdict.End;
        if (evictions.AsOf < confirmedAt) confirmedAt = evictions.AsOf;
        if (VideoAccess.RefuseContinuing(known, caller: null) is not null)
        {
            if (session is null) return AnswerVerdict.End;
            var sessionAt = session.ConfirmedAt;
            if (sessionAt < confirmedAt) confirmedAt = sessionAt;
            if (sessionAt != WatchedSession.Never && VideoAccess.RefuseContinuing(known, session.Caller) is not null) return AnswerVerdict.End;
        }

        unconfirmed = now - confirmedAt;
        return unconfirmed <= maxUnconfirmed ? AnswerVerdict.Send : AnswerVerdict.Hold;
    }
}
