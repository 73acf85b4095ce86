using System.ComponentModel.DataAnnotations;

namespace OrleansVideo.Deletion;

/// <summary>Deletion, <c>OrleansVideo:Deletion</c>.</summary>
public sealed class DeletionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansVideo:Deletion";

    /// <summary>How long a deleted video stays in the trash.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan UndoWindow { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many shards share the ledger. May change between starts.</summary>
    [Range(1, DeletionShardKey.Slots)]
    public int Shards { get; set; } = 8;

    /// <summary>How many due rows a pass takes at once.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>Steps of deletions that a silo works on at once, while none of them waits for a disk.</summary>
    [Range(1, 1000)]
    public int StepsAtOnce { get; set; } = 2;

    /// <summary>Attempts before a row becomes a dead letter.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Wait after the first failure; it doubles with each further one, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan BackoffBase { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between two attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00")]
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the tombstone of a purged video, and the rows of closed deletions, are kept.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan TombstoneRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How late the oldest due step may be before health says degraded.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan LateAfter { get; set; } = TimeSpan.FromMinutes(5);
}
