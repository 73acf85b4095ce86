namespace OrleansVideo.Grains.Storage;

/// <summary>What one scan has seen and done so far.</summary>
internal sealed class ScanTally
{
    /// <summary>Files looked at.</summary>
    public long Files { get; set; }

    /// <summary>Records looked at.</summary>
    public long Records { get; set; }

    /// <summary>Findings that hold, new or not.</summary>
    public int Findings { get; set; }

    /// <summary>Files moved into quarantine.</summary>
    public int Moved { get; set; }

    /// <summary>What could not be looked at: then nothing unseen counts as gone.</summary>
    public int Failed { get; set; }
}
