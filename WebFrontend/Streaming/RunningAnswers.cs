using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.Streaming;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Accounts.Sessions;
using OrleansVideo.WebFrontend.Streaming.Facts;
using OrleansVideo.WebFrontend.Streaming.Sending;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// All answers that send bytes of a video at this moment. Ten times a second: 1. what is known of their videos and sessions is
/// brought up to date, where a change was named or it is time; 2. each is judged: what its caller may not have any more is cut
/// off in the middle of a piece, however slowly the client takes it; what waited goes on when it may.
/// </summary>
internal sealed partial class RunningAnswers(
    FactStore facts,
    SessionCheck sessions,
    IGrainFactory grains,
    StreamingMetrics metrics,
    IOptions<StreamingOptions> options,
    TimeProvider clock,
    ILogger<RunningAnswers> logger) : BackgroundService
{
    /// <summary>How often all are judged.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>How often an account is asked whether a session lives on which an answer rests: a sign-in that ended is known within a second.</summary>
    public static readonly TimeSpan SessionPace = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a video's grain is asked while its change is named and not done.</summary>
    private static readonly TimeSpan ReadAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Older knowledge of a session that nobody has kept up to date begins no answer.</summary>
    private static readonly TimeSpan SessionAge = SessionPace * 1.5;

    /// <summary>
    /// How much longer than the others an answer may go unconfirmed whose piece is in buffers of the server, and can't be held back
    /// there; then it is cut off, to stay below three seconds.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>A grain that takes longer is asked again: it may be somewhere else by then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<OpenAnswer, bool> _open = new();
    private readonly Dictionary<Guid, WatchedSession> _sessions = [];

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    /// <summary>The time by which they are judged.</summary>
    public TimeSpan Now => facts.Now;

    /// <summary>An answer with bytes begins; to be disposed when it has ended, however.</summary>
    /// <param name="context">Its request.</param>
    /// <param name="playback">The playback that it belongs to.</param>
    /// <param name="found">What the answer is made of.</param>
    public OpenAnswer Open(HttpContext context, PlaybackKey playback, VideoFacts found)
    {
        var session = SessionPrincipal.Read(context.User) is { } named ? Watch(named.SessionId, named.UserName) : null;
        var right = new RunningAnswer(facts.Watch(found), playback.Viewer, session, options.Value.MaxUnconfirmed);
        if (right.RestsOnSession && Now - session!.ConfirmedAt > SessionAge) session.Doubt();
        var answer = new OpenAnswer(this, right, context);
        _open.TryAdd(answer, true);
        return answer;
    }

    /// <summary>Waits until an answer may go on.</summary>
    /// <returns>False when its caller may not have more of it, or has gone.</returns>
    /// <exception cref="TimeoutException">Nothing was confirmed for a stall's time.</exception>
    public async Task<bool> WaitUntilConfirmed(OpenAnswer answer, CancellationToken cancellationToken)
    {
        for (var began = Now; ;)
        {
            var changed = answer.Changed();
            if (answer.Right.RestsOnSession) await Ask(answer.Right.Session!);
            switch (answer.Right.Decide(Now))
            {
                case AnswerVerdict.Send: return true;
                case AnswerVerdict.End: return false;
            }

            var left = options.Value.StallTimeout - (Now - began);
            if (left <= TimeSpan.Zero)
            {
                metrics.Ended("unconfirmed");
                throw new TimeoutException("The cluster did not confirm in time that the caller may have more of the video.");
            }

            await Task.WhenAny(changed, Task.Delay(left, clock, cancellationToken)); // It fails with neither.
            if (answer.IsOver || cancellationToken.IsCancellationRequested) return false;
        }
    }

    /// <summary>Looks at all answers once.</summary>
    internal void Look()
    {
        foreach (var (answer, _) in _open) // 1
        {
            if (answer.Right.RestsOnSession) _ = Ask(answer.Right.Session!);
        }

        foreach (var video in facts.Watched)
        {
            if (video.IsDoubtful) Read(video);
        }

        ForgetSessions();
        foreach (var (answer, _) in _open) Judge(answer); // 2
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) TryLook();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The site stops; its drain has cut off what was left.
        }
    }

    /// <summary>The answer has ended.</summary>
    private void Close(OpenAnswer answer)
    {
        if (!_open.TryRemove(answer, out _)) return;
        answer.Right.Video.LetGo();
        if (answer.Right.Session is not { } session) return;
        lock (_sessions) session.Answers--;
    }

    private void TryLook()
    {
        try
        {
            Look();
        }
#pragma warning disable CA1031 // One look that fails must not end all others, nor the site: pieces are judged on their own as well.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e, Pace);
        }
    }

    private void Judge(OpenAnswer answer)
    {
        switch (answer.Right.Decide(Now, out var unconfirmed))
        {
            case AnswerVerdict.Send:
                answer.GoOn();
                break;
            case AnswerVerdict.Hold when answer.IsBeyondReach && unconfirmed > options.Value.MaxUnconfirmed + Grace:
                if (answer.End()) metrics.Ended("unconfirmed");
                break;
            case AnswerVerdict.Hold:
                answer.Pause();
                break;
            default:
                if (!answer.End()) break;
                metrics.Ended("refused");
                LogEnded(answer.Right.Video.Id);
                break;
        }
    }

    private WatchedSession Watch(Guid id, string userName)
    {
        lock (_sessions)
        {
            if (!_sessions.TryGetValue(id, out var session)) _sessions[id] = session = new WatchedSession(id, userName);
            session.Answers++;
            return session;
        }
    }

    /// <summary>Those that no answer uses; a while later, as a player asks for one part after the other.</summary>
    private void ForgetSessions()
    {
        lock (_sessions)
        {
            foreach (var (id, session) in _sessions)
            {
                if (session.Answers == 0 && Now - session.ConfirmedAt > SessionAge) _sessions.Remove(id);
            }
        }
    }

    private Task Ask(WatchedSession session)
    {
        if (sessions.HasEnded(session.SessionId)) session.Learn(null, Now);
        return session.Ask(Now, SessionPace, AskGrain);
    }

    /// <summary>A silence is no answer: what is known grows old, and in the end holds bytes back.</summary>
    private async Task AskGrain(WatchedSession session, TimeSpan asked)
    {
        try
        {
            session.Learn(await sessions.AskAsync(session.SessionId, session.UserName).WaitAsync(Patience, clock), asked);
        }
#pragma warning disable CA1031 // Whatever it was: the next asking is due soon.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogSessionUnknown(e, SessionPace);
        }
    }

    private void Read(WatchedVideo video)
    {
        if (video.LastReading is { } last && (!last.Reading.IsCompleted || Now - last.Asked < ReadAgain)) return;
        video.LastReading = (ReadGrain(video.Id, Now), Now);
    }

    private async Task ReadGrain(Guid id, TimeSpan asked)
    {
        try
        {
            facts.Learn(id, await grains.GetGrain<IVideoGrain>(id).Read().WaitAsync(Patience, clock), asked);
        }
#pragma warning disable CA1031 // Whatever it was: the next asking is due soon.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogVideoUnknown(e, id, ReadAgain);
        }
    }

    [LoggerMessage(EventId = 4150, Level = LogLevel.Debug, Message = "An answer with video {VideoId} was cut off: its caller may not have it any more")]
    private partial void LogEnded(Guid videoId);

    [LoggerMessage(EventId = 4151, Level = LogLevel.Error, Message = "The answers that run could not be judged, trying again in {Pace}")]
    private partial void LogFailed(Exception error, TimeSpan pace);

    [LoggerMessage(EventId = 4152, Level = LogLevel.Debug, Message = "A session on which an answer rests could not be checked, trying again in {Pace}")]
    private partial void LogSessionUnknown(Exception error, TimeSpan pace);

    [LoggerMessage(EventId = 4153, Level = LogLevel.Debug, Message = "Video {VideoId}, which is being sent and changes, could not be read, trying again in {Pace}")]
    private partial void LogVideoUnknown(Exception error, Guid videoId, TimeSpan pace);

    /// <summary>One answer while it sends bytes.</summary>
    /// <param name="all">Where it is kept.</param>
    /// <param name="right">Decides over its bytes.</param>
    /// <param name="context">Its request.</param>
    internal sealed class OpenAnswer(RunningAnswers all, RunningAnswer right, HttpContext context) : ISendGate, IDisposable
    {
        private readonly Lock _ending = new();
        private volatile bool _isOver;
        private TaskCompletionSource? _changed;
        private CancellationTokenSource? _interruption;

        /// <summary>Decides over its bytes.</summary>
        public RunningAnswer Right => right;

        /// <summary>Whether it has ended, or was cut off.</summary>
        public bool IsOver => _isOver;

        /// <inheritdoc/>
        public bool IsBeyondReach { get; set; }

        /// <inheritdoc/>
        public bool IsOpen => !_isOver && right.Decide(all.Now) is AnswerVerdict.Send;

        /// <inheritdoc/>
        public CancellationToken Interruption
        {
            get
            {
                if (Volatile.Read(ref _interruption) is { } known) return known.Token;
                var made = new CancellationTokenSource();
                return (Interlocked.CompareExchange(ref _interruption, made, null) ?? made).Token;
            }
        }

        /// <inheritdoc/>
        /// <remarks>Without a lock, as all that a sender calls: the server may hold locks of its own then, which an abort waits for.</remarks>
        public Task Changed()
        {
            var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var changed = Interlocked.CompareExchange(ref _changed, made, null) ?? made;
            if (_isOver) changed.TrySetCanceled();
            return changed.Task;
        }

        /// <inheritdoc cref="RunningAnswers.WaitUntilConfirmed"/>
        public Task<bool> WaitUntilConfirmed(CancellationToken cancellationToken) => all.WaitUntilConfirmed(this, cancellationToken);

        /// <summary>It may go on.</summary>
        public void GoOn()
        {
            if (Volatile.Read(ref _changed) is not null) Interlocked.Exchange(ref _changed, null)?.TrySetResult();
        }

        /// <summary>It is to wait, in the middle of a piece as well.</summary>
        public void Pause()
        {
            if (Volatile.Read(ref _interruption) is not null) Interlocked.Exchange(ref _interruption, null)?.Cancel();
        }

        /// <summary>Cuts it off: the connection is reset, or over HTTP/2 the stream, and what the kernel still holds of it is dropped.</summary>
        /// <returns>Whether it was still open, and is cut off by this call.</returns>
        public bool End()
        {
            lock (_ending)
            {
                if (_isOver) return false;
                _isOver = true;
                context.Abort(); // Under the lock: once the answer has ended, the connection is another's.
            }

            Interlocked.Exchange(ref _changed, null)?.TrySetCanceled();
            return true;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (_ending) _isOver = true;
            all.Close(this);
            Interlocked.Exchange(ref _interruption, null)?.Dispose();
        }
    }
}

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
