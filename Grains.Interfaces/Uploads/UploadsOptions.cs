using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansVideo.Uploads;

/// <summary>Uploads and storage, <c>OrleansVideo:Uploads</c>.</summary>
public sealed class UploadsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansVideo:Uploads";

    /// <summary>The types that <see cref="AllowedTypes"/> can name.</summary>
    public const string KnownTypes = "MP4, MOV, WebM, MKV, OGG";

    /// <summary>The largest file, in bytes.</summary>
    [Range(1, 1L << 60)]
    public long MaxBytes { get; set; } = 10L << 30;

    /// <summary>How many bytes one account may store.</summary>
    [Range(0, 1L << 60)]
    public long UserQuotaBytes { get; set; } = 50L << 30;

    /// <summary>How long an upload that makes no progress is kept.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan Expiry { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many uploads one account may have running at once.</summary>
    [Range(1, 1000)]
    public int MaxConcurrentPerUser { get; set; } = 4;

    /// <summary>How many unfinished drafts one account may have.</summary>
    [Range(1, 1_000_000)]
    public int MaxDraftsPerUser { get; set; } = 100;

    /// <summary>Which types are taken, by content, as a comma-separated list of <see cref="KnownTypes"/>.</summary>
    [Required]
    public string AllowedTypes { get; set; } = KnownTypes;

    /// <summary>How long a writer may be silent before another may take its place.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseLife { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How many bytes of the account's storage an upload of unknown length reserves at a time, in bytes. What is reserved and not written
    /// is free again when the upload ends or its writer falls silent.
    /// </summary>
    [Range(1, 1L << 60)]
    public long ReservationStep { get; set; } = 256L << 20;

    /// <summary>Whether the type is taken.</summary>
    /// <param name="type">One of <see cref="KnownTypes"/>.</param>
    public bool Allows(string type) => Names(AllowedTypes).Contains(type, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of a comma-separated list.</summary>
    internal static string[] Names(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Refuses types that the site does not know.</summary>
public sealed class UploadsOptionsValidator : IValidateOptions<UploadsOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, UploadsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var unknown = UploadsOptions.Names(options.AllowedTypes)
            .Except(UploadsOptions.Names(UploadsOptions.KnownTypes), StringComparer.OrdinalIgnoreCase)
            .ToArray();
        return unknown.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{UploadsOptions.Section}:AllowedTypes names {string.Join(", ", unknown)}, but the types known are {UploadsOptions.KnownTypes}.");
    }
}
