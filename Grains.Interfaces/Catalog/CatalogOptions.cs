using System.ComponentModel.DataAnnotations;

namespace OrleansVideo.Catalog;

/// <summary>Lists and search, <c>OrleansVideo:Catalog</c>.</summary>
public sealed class CatalogOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansVideo:Catalog";

    /// <summary>
    /// Searches that one silo runs at once; anybody may ask for them, and each takes a processor while it computes. By default half of
    /// the silo's processors, at least one and at most four: the others are there for everything else.
    /// </summary>
    [Range(1, 64)]
    public int MaxConcurrentSearches { get; set; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    /// <summary>How long a search waits while so many run, before it is refused with <see cref="RefusalCode.SearchBusy"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan SearchQueueTimeout { get; set; } = TimeSpan.FromSeconds(1);
}
