using OrleansVideo.Storage;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Administration.Storage;

/// <summary>One thing that is wrong between files and records.</summary>
/// <param name="Id">What quarantine and restore take.</param>
/// <param name="Path">The file, relative to the media directory.</param>
/// <param name="Kind">One of <c>orphanFile</c>, <c>missingFile</c>, <c>stalePart</c>, <c>wrongSize</c>, <c>corrupt</c>.</param>
/// <param name="Reason">Why that is so, or how it ended.</param>
/// <param name="Size">Bytes in the file, or that it should have.</param>
/// <param name="State">One of <c>found</c>, <c>quarantined</c>, <c>restored</c>, <c>removed</c>, <c>resolved</c>.</param>
/// <param name="FoundAt">When it was found first.</param>
/// <param name="RestorableUntil">When the file is removed from quarantine; null unless it is there.</param>
internal sealed record FindingJson(
    Guid Id, string Path, string Kind, string Reason, long Size, string State, DateTime FoundAt, DateTime? RestorableUntil)
{
    /// <summary>The finding in the shape of the API.</summary>
    public static FindingJson From(StorageFinding finding) => new(
        finding.Id, finding.Path, finding.Kind.Word(), finding.Reason, finding.Size, finding.State.Word(),
        finding.FoundAt.UtcDateTime, finding.RestorableUntil?.UtcDateTime);
}
