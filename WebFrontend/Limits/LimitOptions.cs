using System.ComponentModel.DataAnnotations;

namespace OrleansVideo.WebFrontend.Limits;

/// <summary>
/// How often one may do what, <c>OrleansVideo:Limits</c>. Each frontend counts by itself, so with n of them up to n times as much gets
/// through. 0 is any number. An IPv6 address counts by its /64.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>Sign-ins, set-up codes and registrations that one address may try in a minute, before any password is hashed.</summary>
    [Range(0, 1_000_000)]
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>Failed sign-ins of one name from one address that are free: the last of them brings the first delay.</summary>
    [Range(1, 1_000)]
    public int FailedSignInsBeforeDelay { get; set; } = 3;

    /// <summary>The first delay after failed sign-ins; each further failure doubles it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan FirstSignInDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay after failed sign-ins.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxSignInDelay { get; set; } = TimeSpan.FromMinutes(5);
}
