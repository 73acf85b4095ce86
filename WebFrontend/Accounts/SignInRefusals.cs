using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Why a password or code was not even looked at.</summary>
internal static class SignInRefusals
{
    /// <summary>Too many wait for a hash.</summary>
    public static readonly Refusal Busy = new Refusal(RefusalCode.TooManyAttempts, "Too many people are signing in right now.", TimeSpan.FromSeconds(5));

    /// <summary>The same was wrong too often.</summary>
    public static Refusal Delayed(RateRefusal refusal) => new Refusal(RefusalCode.TooManyAttempts, "Too many failed attempts.", refusal.Wait);

    /// <summary>Too many came from there.</summary>
    public static Refusal Limited(SignInSource source, RateRefusal refusal) => source.IsKnown
        ? new Refusal(RefusalCode.TooManyAttempts, RetryAfter: refusal.Wait)
        : new Refusal(RefusalCode.TooManyAttempts, "Too many attempts from your network address.", refusal.Wait);
}
