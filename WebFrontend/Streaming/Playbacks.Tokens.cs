using OrleansVideo.Streaming;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>How a playback gets its token, keeps it, and gives it back.</summary>
internal sealed partial class Playbacks
{
    /// <summary>How long a new playback waits for a limiter that is away, or still learns what is held.</summary>
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// A heartbeat gives a token back at once or not at all: at a playback that is being asked about, the limiter or the video's
    /// grain may be slow, and the next heartbeat comes by again.
    /// </summary>
    private static readonly TimeSpan AtOnce = TimeSpan.Zero;

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

    private void Drop(Playback playback)
    {
        lock (playback)
        {
            if (playback.Lease is { } lease) log.Ended(lease);
            playback.Lose();
        }
    }

    private bool IsIdle(Playback playback)
    {
        lock (playback) return Now - playback.LastActivity > playback.Patience(options.Value);
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
                if (playback.Requests <= 0) _all.TryRemove(playback.Key, out _);
            }

            if (lease is { } held) await Limiter.Release(mark, held);
        }
        finally
        {
            playback.Gate.Release();
        }
    }
}
