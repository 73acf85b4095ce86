using System.Diagnostics;
using OrleansVideo.Streaming;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// What this frontend and the limiter of the cluster tell each other: how a playback gets its stream token, keeps it, and gives it
/// back; the beats of its watch page; and, once a heartbeat, all leases at once.
/// </summary>
internal sealed class StreamLimiterClient(
    Playbacks playbacks,
    IGrainFactory grains,
    LimiterLink link,
    ViewCounter views,
    LeaseLog log,
    TimeProvider clock) : IDisposable
{
    /// <summary>How long a new playback waits for a limiter that is away, or still learns what is held.</summary>
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// A heartbeat gives a token back at once or not at all: at a playback that is being asked about, the limiter or the video's
    /// grain may be slow, and the next heartbeat comes by again.
    /// </summary>
    private static readonly TimeSpan AtOnce = TimeSpan.Zero;

    /// <summary>Messages to the limiter that follow one heartbeat, at once.</summary>
    private const int MaxConcurrentMessages = 32;

    private readonly SemaphoreSlim _reporting = new(1);

    /// <summary>The playbacks whose tokens it looks after.</summary>
    public Playbacks Playbacks => playbacks;

    private TimeSpan Now => playbacks.Now;

    private IStreamLimiterGrain Limiter => grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);

    /// <summary>Opens a request of a playback, with a token.</summary>
    /// <returns>The open request; or the rule that refuses it.</returns>
    public async Task<Result<PlaybackRequest>> Open(PlaybackKey key, string address)
    {
        var playback = playbacks.CountIn(key, address);
        if (playback is null) return RefusalCode.RequestLimit;
        var request = new PlaybackRequest(playbacks, playback);
        try
        {
            if (await Ensure(playback) is not { } refusal) return request;
            request.Dispose();
            return refusal;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    /// <summary>What guards the bytes of a playback that has a request open.</summary>
    /// <param name="key">The playback.</param>
    /// <param name="answer">The answer that sends them; null where the lease alone decides.</param>
    /// <param name="aborted">Ends when the client has gone.</param>
    public PlaybackGuard GuardOf(PlaybackKey key, RunningAnswers.OpenAnswer? answer = null, CancellationToken aborted = default) =>
        new(this, playbacks[key], answer, log, aborted);

    /// <summary>Makes sure that bytes may flow: at once under a valid lease, else after asking the limiter.</summary>
    /// <returns>Null when they may; else the rule that refuses.</returns>
    /// <exception cref="TimeoutException">The limiter did not say in time.</exception>
    internal async ValueTask<Refusal?> Ensure(Playback playback)
    {
        lock (playback)
        {
            playback.LastActivity = Now;
            if (playback.IsValid(Now)) return null;
        }

        // While the limiter is away, a playback's requests wait side by side, not one after the other.
        if (!await playback.Gate.WaitAsync(AskPatience))
            throw new TimeoutException("Another request of this playback has been waiting for the limiter for too long.");
        try
        {
            lock (playback)
            {
                if (playback.IsValid(Now)) return null;
            }

            var answer = await Ask(playback, Limiter.Acquire);
            if (answer.Lease is not { IsNew: true } lease) return answer.Refusal;
            if (await grains.GetGrain<IVideoGrain>(playback.Key.VideoId).Read() is { Status: VideoStatus.Ready })
            {
                views.Count(playback.Key.VideoId);
                return null;
            }

            // It went to the trash meanwhile: whoever ended its playbacks may not have seen this one.
            Drop(playback);
            await Limiter.Release(link.Next(), lease.Id);
            return RefusalCode.Gone;
        }
        finally
        {
            playback.Gate.Release();
        }
    }

    /// <summary>The watch page says that the viewer has left: gives the lease back here, and leaves word for its other holders.</summary>
    public async Task Leave(PlaybackKey key)
    {
        if (playbacks.Find(key) is { } playback) await GiveBackLeft(playback, Timeout.InfiniteTimeSpan);
        await Limiter.Leave(key);
    }

    /// <summary>
    /// The watch page says that the playback is on: keeps its lease from here, if it has one anywhere, for as long as its bytes last
    /// (<see cref="BeatBudget"/>). Bytes that another frontend sends are told by the limiter.
    /// </summary>
    /// <remarks>
    /// Beats may come to another frontend than the one that sends the video: this one then becomes a holder of the same lease, for
    /// as long as beats come, and never asks for one of its own.
    /// </remarks>
    /// <param name="key">The playback.</param>
    /// <param name="address">The viewer's network address.</param>
    /// <param name="isPaused">Whether it is paused.</param>
    /// <param name="bytesPerSecond">The file's mean rate; null when its duration is not known.</param>
    public async Task Beat(PlaybackKey key, string address, bool isPaused, double? bytesPerSecond)
    {
        while (true)
        {
            var playback = playbacks.GetOrAdd(key, address);
            bool isKept;
            lock (playback)
            {
                isKept = playback.Beat(Now, isPaused, bytesPerSecond);
                if (isKept ? playback.IsValid(Now) : !playback.IsWorthAsking(Now)) return;
            }

            if (await TryJoin(playback, isKept)) return;
        }
    }

    /// <summary>
    /// Tells the limiter which tokens are held, and gives back those of idle playbacks. What the answer says of all leases holds
    /// here before anything is sent that follows from it; and no playback waits for another.
    /// </summary>
    internal async Task Renew()
    {
        var (mark, asked) = (link.Next(), Now);
        var held = playbacks.Snapshot((playback, lease) => (Lease: lease, playback.Requests, playback.BytesSent));
        var answer = await Limiter.Renew(new StreamHeartbeat(
            mark, [.. held.Select(one => one.State.Lease)], [.. held.Select(one => one.State.Requests)], [.. held.Select(one => one.State.BytesSent)]));
        if (answer.Outcome == LimiterOutcome.ReportFirst) await Report(mark, answer.Epoch);
        else if (answer.Outcome == LimiterOutcome.Done) await Apply(answer, [.. held.Select(one => (one.Playback, one.State.Lease))], asked);
        await SendAll(playbacks.Idle.Select<Playback, Func<Task>>(idle => () => GiveBack(idle, () => playbacks.IsIdle(idle), AtOnce)));
    }

    /// <summary>This frontend stops: its tokens wait for a moment for their playbacks to turn up elsewhere.</summary>
    internal async Task HandOver()
    {
        var held = playbacks.Snapshot((_, lease) => lease);
        foreach (var (playback, _) in held) Drop(playback);
        if (link.Epoch > 0) await Limiter.HandOver(link.Next(), [.. held.Select(one => one.State)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _reporting.Dispose();

    /// <summary>
    /// Asks the limiter about a playback until it has handled the question: 1. what came too late is sent again; 2. a limiter
    /// that does not know this frontend gets its report first; 3. one that has just taken over is given time; 4. an answer
    /// that is believed is what holds here, from the moment of the asking.
    /// </summary>
    private async Task<StreamAnswer> Ask(Playback playback, Func<StreamRequest, Task<StreamAnswer>> question)
    {
        var began = Now;
        do
        {
            var (mark, asked) = (link.Next(), Now);
            var answer = await question(new StreamRequest(mark, playback.Key, playback.Address, KnowsEvicted: true));
            switch (answer.Outcome)
            {
                case LimiterOutcome.SendAnew: // 1
                    break;
                case LimiterOutcome.ReportFirst: // 2
                    await Report(mark, answer.Epoch);
                    break;
                case LimiterOutcome.Done or LimiterOutcome.Refused: // 4
                    if (TryTake(playback, mark, answer, asked)) return answer;
                    break;
                default: // 3: NotYet, or what only a newer release knows: it grants nothing and refuses nothing.
                    await Task.Delay(AskAgain, clock);
                    break;
            }
        }
        while (Now - began < AskPatience);

        throw new TimeoutException("The stream limiter has taken over lately and still learns which tokens are held.");
    }

    private bool TryTake(Playback playback, FrontendMark mark, StreamAnswer answer, TimeSpan asked)
    {
        lock (playback)
        {
            if (!link.Believes(answer.Epoch) || playback.HasLetGoSince(mark)) return false;
            if (answer.Lease is { } lease)
            {
                playback.Confirm(lease, asked);
                log.Valid(lease.Id, playback.Key, playback.Left(Now));
            }
            else
            {
                Drop(playback);
            }

            return true;
        }
    }

    /// <summary>
    /// Drops the token if the condition still holds, and the playback too when no request is open; an open one asks again
    /// at its next piece. Behind the gate, so that a token asked for meanwhile is not the one given back. Whoever asks once
    /// the playback is dropped has a gate of its own; so the message's number is drawn before, to be lower than theirs.
    /// </summary>
    /// <param name="playback">The playback.</param>
    /// <param name="condition">Asked under the lock on the playback.</param>
    /// <param name="wait">How long to wait for the gate.</param>
    private async Task GiveBack(Playback playback, Func<bool> condition, TimeSpan wait)
    {
        if (!await playback.Gate.WaitAsync(wait)) return;
        try
        {
            Guid? lease;
            FrontendMark mark;
            lock (playback)
            {
                if (!condition()) return;
                (lease, mark) = (playback.Lease, link.Next());
                Drop(playback);
                if (playback.Requests <= 0) playbacks.Remove(playback);
            }

            if (lease is { } held) await Limiter.Release(mark, held);
        }
        finally
        {
            playback.Gate.Release();
        }
    }

    private void Drop(Playback playback)
    {
        lock (playback)
        {
            if (playback.Lease is { } lease) log.Ended(lease);
            playback.Lose();
        }
    }

    /// <summary>Joins the lease behind the gate, so that what the limiter says last is what holds here.</summary>
    /// <param name="playback">The playback.</param>
    /// <param name="unlessValid">Whether a valid lease is nothing to ask about.</param>
    /// <returns>Whether it is done; false when the playback was dropped meanwhile.</returns>
    private async Task<bool> TryJoin(Playback playback, bool unlessValid)
    {
        await playback.Gate.WaitAsync();
        try
        {
            if (!playbacks.IsCurrent(playback)) return false;
            lock (playback)
            {
                if (unlessValid && playback.IsValid(Now)) return true;
            }

            var answer = await Ask(playback, Limiter.Join);
            lock (playback)
            {
                if (answer.Lease is null && playback.Requests <= 0) playbacks.Remove(playback); // A page whose viewer holds no token.
            }

            return true;
        }
        finally
        {
            playback.Gate.Release();
        }
    }

    private Task GiveBackLeft(Playback playback, TimeSpan wait)
    {
        lock (playback)
        {
            playback.HasPage = false;
            playback.LastActivity = Now;
        }

        return GiveBack(playback, () => playback.Requests <= 0, wait);
    }

    /// <summary>
    /// Tells a limiter that does not know this frontend what is held. From the moment in which its epoch is heard of, no
    /// earlier limiter is believed; so what is not in the report is not believed valid either.
    /// </summary>
    /// <param name="unknown">The message to which the limiter said so.</param>
    /// <param name="epoch">The limiter's epoch.</param>
    private async Task Report(FrontendMark unknown, long epoch)
    {
        if (!await _reporting.WaitAsync(AskPatience)) throw new TimeoutException("The report to the stream limiter takes too long.");
        try
        {
            if (link.HasReportedSince(unknown)) return;
            if (epoch < link.Epoch)
            {
                // A limiter that was replaced and has not noticed: the cluster will find the other.
                await Task.Delay(AskAgain, clock);
                return;
            }

            link.Hear(epoch);
            var (mark, asked) = (link.Next(), Now);
            var held = playbacks.Snapshot((playback, _) => playback.Report(asked)).Where(one => one.State is not null).ToArray();
            var answer = await Limiter.Report(new FrontendReport(mark, [.. held.Select(one => one.State!)]));
            if (answer.Outcome != LimiterOutcome.Done) return;
            link.Reported(mark);
            await Apply(answer, [.. held.Select(one => (one.Playback, one.State!.Id))], asked);
        }
        finally
        {
            _reporting.Release();
        }
    }

    private async Task Apply(HeartbeatAnswer answer, IReadOnlyList<(Playback Playback, Guid Lease)> held, TimeSpan asked)
    {
        var (lost, revoked, left) = (answer.Lost.ToHashSet(), answer.Revoked.ToHashSet(), answer.Left.ToHashSet());
        List<Func<Task>> messages = [];
        foreach (var (playback, lease) in held)
        {
            lock (playback)
            {
                if (playback.Lease != lease || !link.Believes(answer.Epoch)) continue;
                if (revoked.Contains(lease))
                {
                    var letGo = Revoke(playback);
                    messages.Add(() => Limiter.Release(letGo, lease));
                }
                else if (lost.Contains(lease)) playback.Lose();
                else playback.Extend(answer.LeaseLife, asked);
                if (playback.Lease is null) log.Ended(lease);
                else log.Valid(lease, playback.Key, playback.Left(Now));
            }

            if (!revoked.Contains(lease) && left.Contains(lease)) messages.Add(() => GiveBackLeft(playback, AtOnce));
        }

        await SendAll(messages);
    }

    /// <summary>Side by side, and all of them, whichever fails.</summary>
    private static async Task SendAll(IEnumerable<Func<Task>> messages)
    {
        using var places = new SemaphoreSlim(MaxConcurrentMessages);
        await Task.WhenAll(messages.Select(async message =>
        {
            await places.WaitAsync();
            try
            {
                await message();
            }
            finally
            {
                places.Release();
            }
        }));
    }

    /// <summary>Ends what is open under the lease. The message that lets go of it has a lower number than whatever asks again.</summary>
    private FrontendMark Revoke(Playback playback)
    {
        var letGo = link.Next();
        playback.Revoke(letGo);
        return letGo;
    }
}

/// <summary>
/// Says, at level Debug, which leases this frontend believes valid and what it hands over under them, so that an observer of
/// all frontends of a machine can check that they are never too many. Moments are milliseconds of the machine's monotonic clock.
/// </summary>
/// <param name="logger">The log.</param>
internal sealed partial class LeaseLog(ILogger<LeaseLog> logger)
{
    private static double Now => Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>The lease is valid for a time from now on.</summary>
    public void Valid(Guid lease, PlaybackKey playback, TimeSpan left)
    {
        if (!logger.IsEnabled(LogLevel.Debug)) return;
        var now = Now;
        LogValid(lease, playback.Viewer, playback.VideoId, now, now + left.TotalMilliseconds);
    }

    /// <summary>The lease is not believed in any more.</summary>
    public void Ended(Guid lease)
    {
        if (logger.IsEnabled(LogLevel.Debug)) LogEnded(lease, Now);
    }

    /// <summary>A piece is handed over under the lease.</summary>
    public void HandOver(Guid lease, int bytes)
    {
        if (logger.IsEnabled(LogLevel.Debug)) LogHandOver(lease, bytes, Now);
    }

    [LoggerMessage(EventId = 4130, Level = LogLevel.Debug, Message = "Lease {Lease} of {Viewer} for {VideoId} valid from {From:0.0} until {Until:0.0}")]
    private partial void LogValid(Guid lease, string viewer, Guid videoId, double from, double until);

    [LoggerMessage(EventId = 4131, Level = LogLevel.Debug, Message = "Lease {Lease} ended at {At:0.0}")]
    private partial void LogEnded(Guid lease, double at);

    [LoggerMessage(EventId = 4132, Level = LogLevel.Debug, Message = "Lease {Lease} hands over {Bytes} bytes at {At:0.0}")]
    private partial void LogHandOver(Guid lease, int bytes, double at);
}
