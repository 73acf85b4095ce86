namespace OrleansVideo.Grains;

/// <summary>
/// Lets grains under whose key nothing is stored leave soon: anybody can make up ids and names, and each one that is asked for is
/// an activation.
/// </summary>
internal static class MissingGrains
{
    /// <summary>How long such an activation stays. Long enough that callers who come at once share one.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Deactivates the grain after <see cref="Lifetime"/>, unless something is stored by then. To be called when a grain activates,
    /// and when it has removed what it had stored.
    /// </summary>
    /// <remarks>
    /// By a timer, and never in the call that finds nothing: calls that come at once would be sent from one activation that leaves to
    /// the next, and fail ("Forwarding failed").
    /// </remarks>
    /// <param name="grain">The grain.</param>
    /// <param name="isStored">Whether the grain has something to stay for; asked when the time is over.</param>
    public static void DeactivateUnlessStored(this IGrainBase grain, Func<bool> isStored)
    {
        if (isStored()) return;
        IGrainTimer? timer = null;
        timer = grain.RegisterGrainTimer(
            () =>
            {
                timer?.Dispose();
                if (!isStored()) grain.DeactivateOnIdle();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(Lifetime, Timeout.InfiniteTimeSpan));
    }
}
