using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Uploads;

/// <summary>The stored state of one video's upload.</summary>
internal sealed record UploadState
{
    /// <summary>Version of this stored form.</summary>
    public int Schema { get; set; } = 1;

    /// <summary>Number of the newest write lease; 0 when there never was one.</summary>
    public int Lease { get; set; }

    /// <summary>Announced length in bytes; null when not announced.</summary>
    public long? Length { get; set; }

    /// <summary>What the file holds once all of it is here; from then on the upload is due work.</summary>
    public StoredContent? Content { get; set; }
}
