namespace OrleansVideo.Media.Posters;

/// <summary>The answer to making a poster.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">
/// The beginning of what ffmpeg said, or why it said nothing; null when it was made. For logs alone: it may name files.
/// </param>
public sealed record PosterResult(PosterOutcome Outcome, string? Detail)
{
    /// <summary>The poster lies in the store.</summary>
    public static PosterResult Made { get; } = new(PosterOutcome.Made, null);
}
