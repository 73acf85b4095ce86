namespace OrleansVideo.Tests.WebFrontend.Hosting;

/// <summary>Files that are nobody else's business.</summary>
public static class PrivateFile
{
    public static void Check(string path) => Assert.Equal(
        UnixFileMode.UserRead | UnixFileMode.UserWrite,
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path));
}
