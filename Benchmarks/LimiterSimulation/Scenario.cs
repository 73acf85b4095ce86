namespace OrleansVideo.Benchmarks.LimiterSimulation;

/// <summary>An evening on which more want to watch than there are tokens.</summary>
/// <param name="Capacity">Tokens.</param>
internal sealed record Scenario(int Capacity)
{
    /// <summary>Frontends; some get several times as many viewers as others.</summary>
    public int Frontends { get; init; } = 1_000;

    /// <summary>Viewers who come, each to watch once.</summary>
    public int Viewers { get; init; } = 1_000_000;

    /// <summary>How many come in a second, on average, at random moments.</summary>
    public double ArrivalsPerSecond { get; init; } = 1_500;

    /// <summary>Half of them watch for less; the logarithm of the time is normally distributed, with deviation 1: the mean is 198 s.</summary>
    public TimeSpan MedianWatch { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long they wait for a token, on average, before they give up; exponentially distributed.</summary>
    public TimeSpan MeanPatience { get; init; } = TimeSpan.FromSeconds(80);

    /// <summary>How many of those who go have a page that says so; the tokens of the others linger, their places lapse.</summary>
    public double SayGoodbye { get; init; } = 0.8;

    /// <summary>From being told to go until the stream is asked for.</summary>
    public TimeSpan Reaction { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The same seed gives the same evening.</summary>
    public int Seed { get; init; } = 4;
}
