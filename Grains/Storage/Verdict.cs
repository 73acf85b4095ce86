using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>What is wrong about a file or a record, before it is written down.</summary>
/// <param name="Path">The file, as in <see cref="MediaFile.Path"/>.</param>
/// <param name="VideoId">The video it speaks of; null when it speaks of none.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Reason">Why, in a sentence for people.</param>
/// <param name="Size">Bytes in the file, or that it should have.</param>
internal sealed record Verdict(string Path, Guid? VideoId, FindingKind Kind, string Reason, long Size);
