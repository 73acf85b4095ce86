using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>As in StreamLimiterClient: how a playback gets its token, keeps it, and gives it back.</summary>
internal sealed partial class SimFrontend
{
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>A beat of the watch page.</summary>
    public async Task Keep(PlaybackKey key)
    {
        while (!_stops)
        {
            var entry = Enter(key);
            entry.Playback.HasPage = true;
            entry.Playback.LastActivity = Awake;
            if (entry.Playback.IsValid(Awake) || await TryJoin(entry)) return;
        }
    }

    /// <summary>The viewer leaves.</summary>
    public async Task Leave(PlaybackKey key)
    {
        if (_all.TryGetValue(key, out var entry)) await GiveBackLeft(entry);
        await Call(limiter => limiter.Leave(key));
    }

    private async Task<Refusal?> Ensure(Entry entry)
    {
        var playback = entry.Playback;
        playback.LastActivity = Awake;
        Noticed(entry);
        if (playback.IsValid(Awake)) return null;
        if (!await entry.Gate.Wait(AskPatience)) throw new TimeoutException();
        try
        {
            if (playback.IsValid(Awake)) return null;
            return (await Ask(entry, (limiter, request) => limiter.Acquire(request))).Refusal;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private async Task<bool> TryJoin(Entry entry)
    {
        await entry.Gate.Wait();
        try
        {
            if (!IsCurrent(entry)) return false;
            if (entry.Playback.IsValid(Awake)) return true;
            var answer = await Ask(entry, (limiter, request) => limiter.Join(request));
            if (answer.Lease is null && entry.Playback.Requests <= 0) _all.Remove(entry.Playback.Key);
            return true;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private async Task<StreamAnswer> Ask(Entry entry, Func<SimLimiter, StreamRequest, Task<StreamAnswer>> question)
    {
        var began = Awake;
        do
        {
            var (mark, asked) = (_link.Next(), Awake);
            await Hiccup();
            var answer = await Call(limiter => question(limiter, new StreamRequest(mark, entry.Playback.Key, entry.Playback.Address, KnowsEvicted: true)));
            await Hiccup();
            switch (answer.Outcome)
            {
                case LimiterOutcome.SendAnew:
                    break;
                case LimiterOutcome.ReportFirst:
                    await Report(mark, answer.Epoch);
                    break;
                case LimiterOutcome.NotYet:
                    await Delay(AskAgain);
                    break;
                default:
                    if (TryTake(entry, mark, answer, asked)) return answer;
                    break;
            }
        }
        while (Awake - began < AskPatience);

        throw new TimeoutException();
    }

    private bool TryTake(Entry entry, FrontendMark mark, StreamAnswer answer, TimeSpan asked)
    {
        if (!_link.Believes(answer.Epoch) || entry.Playback.HasLetGoSince(mark)) return false;
        if (answer.Lease is { } lease)
        {
            entry.Playback.Confirm(lease, asked);
            World.Claims.Check();
        }
        else
        {
            entry.Playback.Lose();
        }

        return true;
    }

    private bool IsIdle(Entry entry) => Awake - entry.Playback.LastActivity > entry.Playback.Patience(_options);

    private Task GiveBackLeft(Entry entry)
    {
        entry.Playback.HasPage = false;
        entry.Playback.LastActivity = Awake;
        return GiveBack(entry, () => entry.Playback.Requests <= 0);
    }

    private async Task GiveBack(Entry entry, Func<bool> condition)
    {
        await entry.Gate.Wait();
        try
        {
            if (!condition()) return;
            var (lease, mark) = (entry.Playback.Lease, _link.Next());
            entry.Playback.Lose();
            if (entry.Playback.Requests <= 0 && IsCurrent(entry)) _all.Remove(entry.Playback.Key);
            await Hiccup();
            if (lease is not { } held) return;
            await Call(limiter => limiter.Release(mark, held));
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>In calm times no lease lapses: whoever holds one keeps it.</summary>
    private void Noticed(Entry entry)
    {
        if (entry.Playback.Lease is not null && !entry.Playback.IsValid(Awake)) World.Claims.Noticed("A running playback's lease lapsed.");
    }
}
