using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>As in StreamLimiterClient and PlaybackHeartbeat: what the frontend and the limiter tell each other about all leases at once.</summary>
internal sealed partial class SimFrontend
{
    private readonly SimGate _reporting;

    /// <summary>One heartbeat, in turn or out of it.</summary>
    public async Task Renew()
    {
        if (_stops) return;
        var (mark, asked) = (_link.Next(), Awake);
        await Hiccup();
        Held[] held = [.. _all.Values.Where(entry => entry.Playback.Lease is not null).Select(entry => new Held(entry, entry.Playback.Lease!.Value))];
        foreach (var one in held) Noticed(one.Entry);
        var answer = await Call(limiter => limiter.Renew(
            new StreamHeartbeat(mark, [.. held.Select(one => one.Lease)], new int[held.Length], new long[held.Length])));
        await Hiccup();
        if (answer.Outcome == LimiterOutcome.ReportFirst) await Report(mark, answer.Epoch);
        else if (answer.Outcome == LimiterOutcome.Done) await Apply(answer, held, asked);
        await Task.WhenAll(_all.Values.Where(IsIdle).ToArray().Select(idle => GiveBack(idle, () => IsIdle(idle))));
    }

    /// <summary>The frontend stops: no request is open any more; it hands over, with little patience, and is gone.</summary>
    public async Task Stop()
    {
        _stops = true;
        Guid[] held = [.. _all.Values.Select(entry => entry.Playback.Lease).OfType<Guid>()];
        foreach (var entry in _all.Values) entry.Playback.Lose();
        var mark = _link.Next();
        In(TimeSpan.FromSeconds(3), Die);
        if (_link.Epoch > 0) await Call(limiter => limiter.HandOver(mark, held));
        Die();
    }

    private async Task Beat()
    {
        while (!_stops)
        {
            await Delay(World.Life / 12);
            try
            {
                await Renew();
            }
            catch (TimeoutException)
            {
                // The next one may be answered.
            }
        }
    }

    private async Task Report(FrontendMark unknown, long epoch)
    {
        if (!await _reporting.Wait(AskPatience)) throw new TimeoutException();
        try
        {
            if (_link.HasReportedSince(unknown)) return;
            if (epoch < _link.Epoch)
            {
                await Delay(AskAgain);
                return;
            }

            _link.Hear(epoch);
            var (mark, asked) = (_link.Next(), Awake);
            await Hiccup();
            var held = _all.Values.Select(entry => (Entry: entry, Lease: entry.Playback.Report(asked))).Where(one => one.Lease is not null).ToArray();
            var answer = await Call(limiter => limiter.Report(new FrontendReport(mark, [.. held.Select(one => one.Lease!)])));
            if (answer.Outcome != LimiterOutcome.Done) return;
            _link.Reported(mark);
            await Apply(answer, [.. held.Select(one => new Held(one.Entry, one.Lease!.Id))], asked);
        }
        finally
        {
            _reporting.Release();
        }
    }

    private async Task Apply(HeartbeatAnswer answer, Held[] held, TimeSpan asked)
    {
        foreach (var (entry, lease) in held)
        {
            var playback = entry.Playback;
            if (playback.Lease != lease || !_link.Believes(answer.Epoch)) continue;
            var letGo = answer.Revoked.Contains(lease) ? _link.Next() : default;
            if (answer.Revoked.Contains(lease))
            {
                playback.Revoke(letGo);
            }
            else if (answer.Lost.Contains(lease))
            {
                if (playback.IsValid(Awake)) World.Claims.Noticed("A valid lease was said to be lost.");
                playback.Lose();
            }
            else
            {
                playback.Extend(answer.LeaseLife, asked);
                World.Claims.Check();
            }

            if (answer.Revoked.Contains(lease))
            {
                await Hiccup();
                await Call(limiter => limiter.Release(letGo, lease));
            }
            else if (answer.Left.Contains(lease))
            {
                await GiveBackLeft(entry);
            }
        }
    }

    private sealed record Held(Entry Entry, Guid Lease);
}
