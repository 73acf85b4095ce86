using System.Diagnostics;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>Runs a command to its end.</summary>
internal static class Tool
{
    /// <summary>Its exit code, and what it wrote to either stream.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string program, string[] arguments, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
