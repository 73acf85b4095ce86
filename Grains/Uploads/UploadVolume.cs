using Microsoft.Extensions.Options;
using OrleansVideo.Media.Store;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Uploads;

/// <summary>
/// Measures what the disk has room for. All silos see the same directory, and the rows name the uploads of all frontends, so any silo can
/// tell for the whole site. What other programs write meanwhile is nobody's announcement: who receives a file looks again as it grows.
/// </summary>
internal sealed class UploadVolume(UploadRows rows, MediaStore media, IOptions<StorageOptions> options)
{
    /// <summary>Measures it for one video's upload. First what was written, then what is free: a byte written in between counts twice, never not at all.</summary>
    /// <param name="videoId">The video.</param>
    /// <param name="now">The database's time.</param>
    public async Task<VolumeRoom> Measure(Guid videoId, DateTimeOffset now)
    {
        var running = await rows.Running(now);
        return await Disk.Run(() =>
        {
            var written = running.Append(videoId).Distinct().ToDictionary(id => id.ToString("D"), media.PartBytes);
            return new VolumeRoom(media.AvailableBytes - options.Value.Reserve, written);
        });
    }
}

/// <summary>The disk as it was a moment ago.</summary>
/// <param name="FreeBytes">Free bytes, less those that are kept free; negative when there are fewer.</param>
/// <param name="Written">Bytes in the part files of uploads, by video: they are no longer free, and no longer to come.</param>
internal readonly record struct VolumeRoom(long FreeBytes, IReadOnlyDictionary<string, long> Written)
{
    /// <summary>Bytes in the video's part files.</summary>
    public long WrittenTo(string video) => Written.GetValueOrDefault(video);
}

/// <summary>What waits for the disk.</summary>
internal static class Disk
{
    /// <summary>Does it on a thread of its own: a disk that hangs holds its caller, and none of the silo's grain threads.</summary>
    public static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
