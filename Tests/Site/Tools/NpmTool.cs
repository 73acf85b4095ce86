using System.Diagnostics;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.Site.Operations;

namespace OrleansVideo.Tests.Site.Tools;

/// <summary>Tools from npm, pinned with their lock files in <c>Tests/Tools</c>.</summary>
internal static class NpmTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>A file of a tool, which is installed first unless it is there as its lock file has it.</summary>
    /// <param name="tool">Its folder.</param>
    /// <param name="file">The file's path below <c>node_modules</c>.</param>
    public static async Task<string> File(string tool, params string[] file)
    {
        var folder = Repository.At("Tests", "Tools", tool);
        var modules = Path.Combine(folder, "node_modules");
        var stamp = new FileInfo(Path.Combine(modules, ".package-lock.json"));
        if (!stamp.Exists || stamp.LastWriteTimeUtc < new FileInfo(Path.Combine(folder, "package-lock.json")).LastWriteTimeUtc)
        {
            var install = new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder };
            var (exitCode, words) = await Tool.Run(install, Patience);
            Assert.True(exitCode == 0, $"npm ci in {folder}: {words}");
            stamp.LastWriteTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime;
        }

        return Path.Combine([modules, .. file]);
    }
}
