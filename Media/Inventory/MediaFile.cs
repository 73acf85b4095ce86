namespace OrleansVideo.Media.Inventory;

/// <summary>One file found below the media directory.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="VideoId">The video it belongs to; null when its name is none of ours.</param>
/// <param name="Lease">The write lease of a part; null for every other kind.</param>
/// <param name="Path">Relative to the media directory, with forward slashes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedAt">When its content last changed.</param>
public sealed record MediaFile(MediaFileKind Kind, Guid? VideoId, long? Lease, string Path, long Length, DateTimeOffset ModifiedAt);
