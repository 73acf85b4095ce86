using System.ComponentModel.DataAnnotations;

namespace OrleansVideo.Storage;

/// <summary>The room on the disk, and comparing files with records, <c>OrleansVideo:Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansVideo:Storage";

    /// <summary>
    /// Bytes of the media directory's volume that uploads leave free (507 <c>storage-full</c>), so that deletions, sign-ins and comments
    /// can always be written. 0 for none.
    /// </summary>
    [Range(0, 1L << 60)]
    public long Reserve { get; set; } = 1L << 30;

    /// <summary>
    /// Bytes of the file <c>ballast</c> in the data directory, which is given up when something else has filled the disk, and made again
    /// when there is room enough. 0 for none.
    /// </summary>
    [Range(0, 1L << 40)]
    public long Ballast { get; set; } = 64L << 20;

    /// <summary>How often a scan runs by itself; the first one this long after the site's first start.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A file that changed more recently than this is never moved. An hour at least: what is young may be at work.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan MinimumAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a file stays in quarantine, and can be brought back, before it is removed.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan QuarantineLife { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Bytes that the scrub reads in a second: modest, so that viewers have the disk. 0 switches it off.</summary>
    [Range(0, 1L << 40)]
    public long ScrubBytesPerSecond { get; set; } = 4L << 20;

    /// <summary>How long a round of the scrub rests, counted from its start, before the next one begins.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan ScrubInterval { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Free bytes below which a file that is being received ends: a little less than <see cref="Reserve"/>, so that what else is written
    /// meanwhile costs no upload its last bytes.
    /// </summary>
    public long ReserveWhileReceiving => Reserve - Math.Min(Reserve / 16, 64L << 20);
}
