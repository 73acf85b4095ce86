namespace OrleansVideo.Media.Posters;

/// <summary>Which moment of a video stands for it: a tenth in, past most black openings, and no later than a few seconds.</summary>
public static class PosterMoment
{
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(5);

    /// <summary>The moment for a video of that length; its very start when the length is not known.</summary>
    public static TimeSpan Of(TimeSpan? duration)
    {
        var tenth = (duration ?? TimeSpan.Zero) / 10;
        return tenth < Latest ? tenth : Latest;
    }
}
