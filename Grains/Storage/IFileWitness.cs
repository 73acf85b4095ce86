using OrleansVideo.Media.Inventory;

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
