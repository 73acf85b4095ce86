using System.Diagnostics;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Deploy;

/// <summary>ShellCheck has nothing to say about our scripts.</summary>
public sealed class ShellScriptTests
{
    [Theory]
    [InlineData("deploy/local-cluster.sh")]
    [InlineData("deploy/certificates.sh")]
    [InlineData("test.sh")]
    [InlineData(".ci/run")]
    public async Task Script_IsClean(string path)
    {
        var (exitCode, words) = await Check(await File.ReadAllTextAsync(Repository.At(path)), Path.GetDirectoryName(Repository.At(path))!);
        Assert.True(exitCode == 0, words);
    }

    [Fact]
    public async Task Checker_SeesACarelessScript() => Assert.Equal(1, (await Check("#!/bin/bash\nrm -rf $1/x\n", Repository.Root)).ExitCode);

    private static async Task<(int ExitCode, string Words)> Check(string text, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo("shellcheck", ["--external-sources", $"--source-path={folder}", "-"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        var words = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, words);
    }
}
