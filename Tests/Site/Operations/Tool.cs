using System.Diagnostics;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>Runs a command to its end.</summary>
internal static class Tool
{
    /// <summary>Its exit code, and what it wrote to either stream.</summary>
    public static Task<(int ExitCode, string Output)> Run(string program, string[] arguments, string input = "") =>
        Run(new ProcessStartInfo(program, arguments), Timeout.InfiniteTimeSpan, input);

    /// <summary>The same for a command with a folder or an environment of its own; it is ended when it takes longer.</summary>
    public static async Task<(int ExitCode, string Output)> Run(ProcessStartInfo start, TimeSpan within, string input = "")
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(within);
        await using var end = deadline.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        var words = await output + await errors;
        Assert.False(deadline.IsCancellationRequested, $"{start.FileName} did not end within {within.TotalSeconds} s: {words}");
        return (process.ExitCode, words);
    }
}
