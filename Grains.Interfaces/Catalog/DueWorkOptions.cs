using System.ComponentModel.DataAnnotations;

namespace OrleansVideo.Catalog;

/// <summary>Due work beside the deletion ledger, <c>OrleansVideo:DueWork</c>: when what failed is tried again, and when it is given up.</summary>
public sealed class DueWorkOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansVideo:DueWork";

    /// <summary>Attempts before an item becomes a dead letter. With the default waits the last one comes after about five hours.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; set; } = 14;

    /// <summary>Wait after the first attempt; it doubles with each further one, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan BackoffBase { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between two attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00")]
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an attempt may take before the next item is taken up instead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
