using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>What this frontend and the limiter tell each other about all leases at once.</summary>
internal sealed partial class Playbacks
{
    /// <summary>Messages to the limiter that follow one heartbeat, at once.</summary>
    private const int MaxConcurrentMessages = 32;

    private readonly SemaphoreSlim _reporting = new(1);

    /// <summary>
    /// Tells the limiter which tokens are held, and gives back those of idle playbacks. What the answer says of all leases holds
    /// here before anything is sent that follows from it; and no playback waits for another.
    /// </summary>
    internal async Task Renew()
    {
        var (mark, asked) = (link.Next(), Now);
        var held = Snapshot((playback, lease) => (Lease: lease, playback.Requests, playback.BytesSent));
        var answer = await Limiter.Renew(new StreamHeartbeat(
            mark, [.. held.Select(one => one.State.Lease)], [.. held.Select(one => one.State.Requests)], [.. held.Select(one => one.State.BytesSent)]));
        if (answer.Outcome == LimiterOutcome.ReportFirst) await Report(mark, answer.Epoch);
        else if (answer.Outcome == LimiterOutcome.Done) await Apply(answer, [.. held.Select(one => (one.Playback, one.State.Lease))], asked);
        await SendAll(_all.Values.Where(IsIdle).Select<Playback, Func<Task>>(idle => () => GiveBack(idle, () => IsIdle(idle), AtOnce)));
    }

    /// <summary>This frontend stops: its tokens wait for a moment for their playbacks to turn up elsewhere.</summary>
    internal async Task HandOver()
    {
        var held = Snapshot((_, lease) => lease);
        foreach (var (playback, _) in held) Drop(playback);
        if (link.Epoch > 0) await Limiter.HandOver(link.Next(), [.. held.Select(one => one.State)]);
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
            var held = Snapshot((playback, _) => playback.Report(asked)).Where(one => one.State is not null).ToArray();
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

    private List<(Playback Playback, T State)> Snapshot<T>(Func<Playback, Guid, T> state)
    {
        List<(Playback, T)> held = [];
        foreach (var playback in _all.Values)
        {
            lock (playback)
            {
                if (playback.Lease is { } lease) held.Add((playback, state(playback, lease)));
            }
        }

        return held;
    }
}
