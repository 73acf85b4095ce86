using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>The file that every server serves.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Bytes">What is in it.</param>
internal sealed record Film(string Path, byte[] Bytes)
{
    /// <summary>Has ffmpeg make a short film.</summary>
    /// <param name="directory">Where to.</param>
    public static async Task<Film> MakeAsync(string directory)
    {
        var path = System.IO.Path.Combine(directory, "film.mp4");
        using var ffmpeg = Process.Start("ffmpeg", $"-v error -f lavfi -i testsrc=size=320x180:rate=25:duration=20 -c:v libx264 -movflags +faststart -y {path}")!;
        await ffmpeg.WaitForExitAsync();
        if (ffmpeg.ExitCode != 0) throw new InvalidOperationException("ffmpeg made no film.");
        // Of yesterday: servers trust the date of a file less that changed a moment ago.
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1));
        return new Film(path, await File.ReadAllBytesAsync(path));
    }
}
