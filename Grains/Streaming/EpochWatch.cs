namespace OrleansVideo.Grains.Streaming;

/// <summary>
/// Whether an activation of the stream limiter may still answer: a plain class on a monotonic clock that its caller
/// passes in. It may for two thirds of a lease life from the start of its last look at the row that found its own epoch
/// and nonce there. A later activation grants nothing before the leases granted until then have lapsed.
/// </summary>
/// <param name="term">What this activation took from the row.</param>
/// <param name="leaseLife">How long a lease lives without a word of its holder.</param>
/// <param name="started">When the taking of the epoch began.</param>
internal sealed class EpochWatch(LimiterTerm term, TimeSpan leaseLife, TimeSpan started)
{
    private TimeSpan _confirmed = started;

    /// <summary>The epoch that this activation took.</summary>
    public long Epoch => term.Epoch;

    /// <summary>What this activation took from the row.</summary>
    public LimiterTerm Term => term;

    /// <summary>How long an answer may rest on one look.</summary>
    public TimeSpan Trust => leaseLife * 2 / 3;

    /// <summary>
    /// Whether the row was found to be another's: a later activation took over, or the database is not the one it was (a
    /// backup was put back). There is no way back from that.
    /// </summary>
    public bool IsSuperseded { get; private set; }

    /// <summary>A look at the row has ended.</summary>
    /// <param name="found">Whose the row is; null when there is none.</param>
    /// <param name="started">When the look began: what it found may have changed since.</param>
    public void Found(LimiterTerm? found, TimeSpan started)
    {
        if (found != term) IsSuperseded = true;
        else if (started > _confirmed) _confirmed = started;
    }

    /// <summary>Whether grants and renewals may be answered now.</summary>
    public bool MayAnswer(TimeSpan now) => !IsSuperseded && now - _confirmed < Trust;

    /// <summary>
    /// Whether a token may be granted now. What a holder of this activation's has not renewed for a lease life is free here;
    /// but the holder may have taken it to a later activation, in the two thirds of the life for which it believed in it. A
    /// look that is so fresh began after those, and found that there was no later one.
    /// </summary>
    public bool MayGrant(TimeSpan now) => MayAnswer(now) && now - _confirmed < leaseLife / 4;

    /// <summary>For how long the row has not been seen.</summary>
    public TimeSpan Silence(TimeSpan now) => now - _confirmed;
}
