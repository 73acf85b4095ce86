using OrleansVideo.Storage;
using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.WebFrontend.Administration.Storage;

/// <summary>How the comparison of files and records stands.</summary>
/// <param name="Scanning">Whether a scan runs.</param>
/// <param name="DryRun">Whether the latest one moves nothing.</param>
/// <param name="ScanStarted">When it was started; null before the first.</param>
/// <param name="ScanEnded">When it ended; null while it runs.</param>
/// <param name="Files">Files that it looked at.</param>
/// <param name="Records">Records that it looked at.</param>
/// <param name="Findings">How many findings nobody has dealt with, by kind.</param>
/// <param name="QuarantinedFiles">Files in quarantine.</param>
/// <param name="QuarantinedBytes">Their bytes.</param>
/// <param name="ScrubStarted">When the scrub's latest round began; null before the first.</param>
/// <param name="ScrubEnded">When it ended; null while it goes on.</param>
/// <param name="ScrubbedFiles">Videos that it has read.</param>
/// <param name="ScrubbedBytes">Their bytes.</param>
internal sealed record StorageJson(
    bool Scanning, bool DryRun, DateTime? ScanStarted, DateTime? ScanEnded, long Files, long Records,
    IReadOnlyDictionary<string, long> Findings, long QuarantinedFiles, long QuarantinedBytes,
    DateTime? ScrubStarted, DateTime? ScrubEnded, long ScrubbedFiles, long ScrubbedBytes)
{
    /// <summary>The reconciler's word in the shape of the API.</summary>
    public static StorageJson From(StorageReconcilerView view) => new(
        view.IsScanning, view.IsDryRun, view.ScanStarted?.UtcDateTime, view.ScanEnded?.UtcDateTime, view.Files, view.Records,
        new Dictionary<string, long>
        {
            [FindingKind.OrphanFile.Word()] = view.OrphanFiles,
            [FindingKind.MissingFile.Word()] = view.MissingFiles,
            [FindingKind.StalePart.Word()] = view.StaleParts,
            [FindingKind.WrongSize.Word()] = view.WrongSizes,
            [FindingKind.Corrupt.Word()] = view.Corrupt,
        },
        view.QuarantinedFiles, view.QuarantinedBytes,
        view.ScrubStarted?.UtcDateTime, view.ScrubEnded?.UtcDateTime, view.ScrubbedFiles, view.ScrubbedBytes);
}
