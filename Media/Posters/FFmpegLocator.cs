namespace OrleansVideo.Media.Posters;

/// <summary>Finds the folder that holds ffmpeg: the configured one, or the first on the PATH.</summary>
internal static class FFmpegLocator
{
    private static string FileName => OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";

    public static string? Find(string? configuredFolder)
    {
        string[] folders = configuredFolder is not null
            ? [configuredFolder]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(folders, folder => File.Exists(Path.Combine(folder, FileName)));
    }
}
