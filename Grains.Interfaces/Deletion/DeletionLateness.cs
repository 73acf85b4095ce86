namespace OrleansVideo.Deletion;

/// <summary>How far the passes are behind the ledger.</summary>
/// <param name="Late">How long the oldest due step has been waiting for an attempt; zero when none is due.</param>
/// <param name="Limit">From which lateness on the site is not well: <see cref="DeletionOptions.LateAfter"/>.</param>
[GenerateSerializer, Immutable, Alias("DeletionLateness")]
public sealed record DeletionLateness([property: Id(0)] TimeSpan Late, [property: Id(1)] TimeSpan Limit)
{
    /// <summary>Whether the limit is passed.</summary>
    public bool IsTooLate => Late > Limit;
}
