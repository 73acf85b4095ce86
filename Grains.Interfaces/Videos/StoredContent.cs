namespace OrleansVideo.Videos;

/// <summary>A file that is whole on disk: what identifies its bytes.</summary>
/// <param name="Size">Length in bytes.</param>
/// <param name="Sha256">SHA-256 of all bytes, lower-case hexadecimal.</param>
/// <param name="ContentType">Media type by the content's first bytes.</param>
[GenerateSerializer, Immutable, Alias("StoredContent")]
public sealed record StoredContent(
    [property: Id(0)] long Size,
    [property: Id(1)] string Sha256,
    [property: Id(2)] string ContentType);
