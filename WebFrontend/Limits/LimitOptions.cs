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

    /// <summary>Accounts that may be created from one address in an hour.</summary>
    [Range(0, 1_000_000)]
    public int RegistrationsPerHour { get; set; } = 5;

    /// <summary>Comments of one account in a minute.</summary>
    [Range(0, 1_000_000)]
    public int CommentsPerMinute { get; set; } = 10;

    /// <summary>Comments of one account in an hour.</summary>
    [Range(0, 1_000_000)]
    public int CommentsPerHour { get; set; } = 200;

    /// <summary>Drafts that one account creates in a minute.</summary>
    [Range(0, 1_000_000)]
    public int DraftsPerMinute { get; set; } = 30;

    /// <summary>Uploads that one account begins in a minute.</summary>
    [Range(0, 1_000_000)]
    public int UploadsPerMinute { get; set; } = 60;

    /// <summary>Changes of videos' texts and visibility by one account in a minute; and whatever else writes and has no limit of its own.</summary>
    [Range(0, 1_000_000)]
    public int EditsPerMinute { get; set; } = 60;

    /// <summary>Deletions and restores of videos and comments by one account in a minute; a form with many videos is one.</summary>
    [Range(0, 1_000_000)]
    public int DeletionsPerMinute { get; set; } = 120;

    /// <summary>Sessions that one account, or one address of visitors, ends in a minute.</summary>
    [Range(0, 1_000_000)]
    public int SessionsPerMinute { get; set; } = 60;

    /// <summary>Beats of players, and questions for a place in the queue, of one account, or one address of visitors, in a minute.</summary>
    [Range(0, 1_000_000)]
    public int PlaybackPerMinute { get; set; } = 1_200;

    /// <summary>Searches on the page of one account, or one address of visitors, in a minute.</summary>
    [Range(0, 1_000_000)]
    public int SearchesPerMinute { get; set; } = 120;

    /// <summary>Searches over the API, as suggestions while somebody types are, of one account, or one address of visitors, in a minute.</summary>
    [Range(0, 1_000_000)]
    public int SuggestionsPerMinute { get; set; } = 240;

    /// <summary>Choices of language and theme of one account, or one address of visitors, in a minute.</summary>
    [Range(0, 1_000_000)]
    public int PreferencesPerMinute { get; set; } = 60;

    /// <summary>Changes that one admin makes in a minute.</summary>
    [Range(0, 1_000_000)]
    public int AdministrationPerMinute { get; set; } = 600;

    /// <summary>Envelopes that one address posts to <c>/api</c> in a minute; what is in them counts for itself as well.</summary>
    [Range(0, 1_000_000)]
    public int EnvelopesPerMinute { get; set; } = 600;
}
