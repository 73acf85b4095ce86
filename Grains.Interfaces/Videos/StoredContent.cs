using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansVideo.Videos;

/// <summary>A file that is whole on disk: what identifies its bytes.</summary>
/// <param name="Size">Length in bytes.</param>
/// <param name="Sha256">SHA-256 of all bytes, lower-case hexadecimal.</param>
/// <param name="ContentType">Media type by the content's first bytes.</param>
[GenerateSerializer, Immutable, Alias("StoredContent")]
public sealed record StoredContent(
    [property: Id(0)] long Size,
    [property: Id(1)] string Sha256,
    [property: Id(2)] string ContentType)
{
    /// <summary>Members that a newer release stored with it: kept in the state, not sent.</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? More { get; set; }

    /// <summary>Whether it is the same content, whatever else a newer release knows of it.</summary>
    public bool Equals(StoredContent? other) =>
        other is not null && Size == other.Size && Sha256 == other.Sha256 && ContentType == other.ContentType;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, Sha256, ContentType);
}
