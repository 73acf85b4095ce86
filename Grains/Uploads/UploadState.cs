using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Uploads;

/// <summary>The stored state of one video's upload.</summary>
internal sealed record UploadState : IStoredState
{
    private const int CurrentSchema = 1;

    /// <inheritdoc/>
    public int Schema { get; set; } = CurrentSchema;

    /// <summary>Number of the newest write lease; 0 when there never was one.</summary>
    public int Lease { get; set; }

    /// <summary>Announced length in bytes; null when not announced.</summary>
    public long? Length { get; set; }

    /// <summary>What the file holds once all of it is here; from then on the upload is due work.</summary>
    public StoredContent? Content { get; set; }

    /// <inheritdoc/>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsNewer => Schema > CurrentSchema;
}
