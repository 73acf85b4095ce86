using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>What can happen.</summary>
internal sealed partial class SimWorld
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TimeSpan PauseOf(SimStep step) => step.Pause switch
    {
        < 30 => TimeSpan.Zero,
        < 60 => TimeSpan.FromMilliseconds(step.Pause * 5),
        < 90 => Second * (step.Pause - 59) / 4,
        _ => Life * (step.Pause - 89) / 10,
    };

    private void Do(SimStep step)
    {
        var frontend = Frontends[step.Where % Frontends.Count];
        var playback = SomePlayback(step.Who);
        var span = Life * (1 + step.Luck % 16) / 10; // Up to 1.6 lives.
        if (step.What < 70) Watch(OfViewers(step, frontend, playback));
        else if (Network.IsRough) Trouble(step, frontend, span);
        else if (step.Luck % 3 == 0) StopInOrder(LatestLimiter());
        else Move(step.Luck % 2 == 0);
    }

    private async Task OfViewers(SimStep step, SimFrontend frontend, PlaybackKey playback)
    {
        switch (step.What)
        {
            case < 36:
                await frontend.Play(playback, step.Luck % 30);
                break;
            case < 46:
                await frontend.Keep(playback);
                break;
            case < 52:
                await frontend.Leave(playback);
                break;
            case < 58:
                await frontend.Renew();
                break;
            case < 62:
                await Network.Call(frontend, limiter => limiter.Place(playback));
                break;
            default:
                await OfAdmins(step, LatestLimiter(), playback.VideoId);
                break;
        }
    }

    private static async Task OfAdmins(SimStep step, SimLimiter limiter, Guid film)
    {
        await limiter.Ready;
        switch (step.What)
        {
            case < 65:
                await limiter.Evict(step.Who);
                break;
            case < 66:
                await limiter.RevokeVideo(film);
                break;
            default:
                await limiter.SetCapacity(1 + step.Who % 3);
                break;
        }
    }

    private void Trouble(SimStep step, SimFrontend frontend, TimeSpan span)
    {
        switch (step.What)
        {
            case < 73:
                Watch(frontend.Stop());
                Replace(frontend);
                break;
            case < 75:
                frontend.Die();
                Replace(frontend);
                break;
            case < 79:
                frontend.Cut(span);
                break;
            case < 81:
                frontend.Stand(step.Luck % 3 == 0 ? Second * 0.9 : span, sleeps: step.Luck % 2 == 0);
                break;
            case < 85:
                Move(oldLives: step.Luck % 3 > 0);
                break;
            case < 90:
                Split(frontend, span * 2);
                break;
            case < 92:
                AnyLimiter().CutFromRow(span);
                break;
            case < 94:
                AnyLimiter().Stand(span, sleeps: step.Luck % 2 == 0);
                break;
            case < 97:
                frontend.RouteTo(AnyLimiter());
                break;
            case < 98:
                StopInOrder(AnyLimiter());
                break;
            default:
                AnyLimiter().Die();
                break;
        }
    }

    /// <summary>The limiter is activated elsewhere, though the old one may be alive, and frontends may still go to it.</summary>
    private void Move(bool oldLives)
    {
        if (!oldLives) foreach (var limiter in _limiters) limiter.Die();
        Activate();
    }

    /// <summary>A limiter's silo stops in good order, though another may have taken over meanwhile.</summary>
    private void StopInOrder(SimLimiter limiter) => Activate(limiter.Stop());

    /// <summary>A limiter and a frontend are cut off together from the rest, where another limiter takes over.</summary>
    private void Split(SimFrontend frontend, TimeSpan span)
    {
        var old = LatestLimiter();
        old.CutFromRow(span);
        frontend.StayWith(old, span);
        foreach (var other in Frontends) if (other != frontend) other.RouteTo(null);
        Activate();
    }

    private void Replace(SimFrontend frontend) => Frontends[Frontends.IndexOf(frontend)] = new SimFrontend(this);
}
