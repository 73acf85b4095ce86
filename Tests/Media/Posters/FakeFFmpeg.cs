namespace OrleansVideo.Tests.Media.Posters;

/// <summary>A shell script in ffmpeg's place.</summary>
public static class FakeFFmpeg
{
    /// <summary>Puts the script into a folder of its own, which everybody may look into.</summary>
    /// <returns>The folder.</returns>
    public static string In(TemporaryFolder folder, string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Posters are made on Linux alone.");
        var tools = folder.Combine("tools");
        Directory.CreateDirectory(tools);
        var path = Path.Combine(tools, "ffmpeg");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (OperatingSystem.IsWindows()) return tools;
        const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        foreach (var one in (string[])[folder.Path, tools, path]) File.SetUnixFileMode(one, Everybody);
        return tools;
    }

    /// <summary>A script that waits until a file is there before it lets the real one work.</summary>
    /// <param name="sign">The file.</param>
    /// <param name="onlySize">The size of the film that it waits with, in bytes; null for any.</param>
    public static string Waiting(string sign, long? onlySize = null) =>
        $$"""
        PATH='{{Environment.GetEnvironmentVariable("PATH")}}'
        if [ -z '{{onlySize}}' ] || [ "$(wc -c < /dev/stdin)" = '{{onlySize}}' ]; then
          echo $$ >> '{{sign}}.pids'
          while [ ! -e '{{sign}}' ]; do sleep 0.1; done
        fi
        exec ffmpeg "$@"
        """;
}
