using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>A program that the benchmark runs but does not bring.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Package">The Debian package that has it.</param>
internal sealed record RequiredTool(string Program, string Package)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<RequiredTool> All { get; } =
    [
        new("wrk", "wrk"),
        new("nginx", "nginx"),
        new("go", "golang-go"),
        new("ffmpeg", "ffmpeg"),
    ];

    /// <summary>Whether it can be run; nginx may lie where only root looks.</summary>
    public bool IsThere => (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code and all that it said.</returns>
    public static async Task<(int ExitCode, string Output)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(texts));
    }

    /// <summary>Runs a program that must succeed.</summary>
    /// <inheritdoc cref="Run"/>
    public static async Task<string> Expect(string program, params string[] arguments)
    {
        var (exitCode, output) = await Run(program, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}");
    }
}
