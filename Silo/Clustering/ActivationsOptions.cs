using System.ComponentModel.DataAnnotations;
using Orleans.Configuration;

namespace OrleansVideo.Silo.Clustering;

/// <summary>How long a silo keeps grains in memory that nobody uses, bound from <c>OrleansVideo:Activations</c>.</summary>
public sealed class ActivationsOptions
{
    /// <summary>How far the grains that were not used for longest are thinned out, in percent of memory below the limit.</summary>
    private const int Relief = 10;

    /// <summary>How often idle grains are looked for; one stays for so much longer than its age at most.</summary>
    private static readonly TimeSpan CollectionQuantum = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a grain of something that exists (a video, an account, a thread of comments) stays in memory after its last use. Using
    /// it again costs one read of the database. Grains of what does not exist leave within seconds, whatever this says.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How much of the memory that the process may use, in percent, its heap may take before grains leave early, those that were not
    /// used for longest first; 0 lets them stay.
    /// </summary>
    [Range(0, 100)]
    public int MaxMemoryPercent { get; set; } = 80;

    /// <summary>Sets Orleans' options.</summary>
    /// <param name="collection">Orleans' options.</param>
    internal void Configure(GrainCollectionOptions collection)
    {
        collection.CollectionQuantum = CollectionQuantum;
        collection.CollectionAge = IdleTime;
        collection.EnableActivationSheddingOnMemoryPressure = MaxMemoryPercent > 0;
        if (MaxMemoryPercent == 0) return;
        collection.MemoryUsageLimitPercentage = MaxMemoryPercent;
        collection.MemoryUsageTargetPercentage = MaxMemoryPercent > Relief ? MaxMemoryPercent - Relief : MaxMemoryPercent / 2.0;
    }
}
