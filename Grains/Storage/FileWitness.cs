using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Storage;

/// <summary>Says what those who know say of a file. The file may come or go meanwhile: what counts is asked before and after.</summary>
internal interface IFileWitness
{
    /// <summary>What is wrong about a file that lies there.</summary>
    /// <returns>Null when somebody asks for it, or may.</returns>
    Task<Verdict?> Judge(MediaFile file);

    /// <summary>What the video's grain says; null when there is no such video.</summary>
    Task<RecordFacts?> Read(Guid videoId);

    /// <summary>Whether a finding is still so.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="file">Its file as it is, there or in quarantine; null when it is in neither place.</param>
    Task<bool> Holds(FindingRow finding, MediaFile? file);
}

/// <summary>
/// Asks the video's and the upload's grain. An upload's grain that has moved knows nothing of its writer until that renews;
/// so what its row says counts as well.
/// </summary>
internal sealed class FileWitness(IGrainFactory grains, StorageRecords records) : IFileWitness
{
    /// <inheritdoc/>
    public async Task<Verdict?> Judge(MediaFile file) => file.VideoId is { } id
        ? FileRules.JudgeFile(file, await Read(id), await IsUploading(id))
        : FileRules.JudgeFile(file, null, isUploading: false);

    /// <inheritdoc/>
    public async Task<RecordFacts?> Read(Guid videoId) => RecordFacts.Of(await grains.GetGrain<IVideoGrain>(videoId).Read());

    /// <inheritdoc/>
    public async Task<bool> Holds(FindingRow finding, MediaFile? file) => (finding.Kind, finding.Video, file) switch
    {
        (FindingKind.OrphanFile or FindingKind.StalePart, _, { } found) => await Judge(found) is not null,
        (FindingKind.WrongSize, { } id, { } found) => FileRules.JudgeContent(id, await Read(id), found) is not null,
        (FindingKind.Corrupt, { } id, not null) => await Read(id) is { } video && (video.NeedsFile || !VideoAccess.IsKnown(video.Status)),
        _ => false,
    };

    private async Task<bool> IsUploading(Guid id)
    {
        var upload = await grains.GetGrain<IUploadGrain>(id).GetState();
        return upload.IsComplete || upload.LeasedUntil is not null || (await records.Uploading([id])).Contains(id);
    }
}
