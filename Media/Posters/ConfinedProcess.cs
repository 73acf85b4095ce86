using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace OrleansVideo.Media.Posters;

/// <summary>Runs a program in a session of its own, and ends it with everything that it started, whatever comes.</summary>
internal static partial class ConfinedProcess
{
    private const int Kill = 9;
    private const int MostErrors = 2000;

    /// <summary>What the program may know of this process's environment: nothing that is secret.</summary>
    private static readonly string[] Kept = ["PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR"];

    /// <summary>Runs it to its end, without input.</summary>
    /// <param name="command">The program and its arguments; the first part of it makes the session (setsid).</param>
    /// <param name="mostOutput">Bytes of output that are taken; more ends the program.</param>
    /// <param name="cancellationToken">Ends the program and throws <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="Win32Exception">It can't be started.</exception>
    public static async Task<ConfinedRun> RunAsync(IReadOnlyList<string> command, long mostOutput, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Except(Kept).ToArray())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        await using var ending = cancellationToken.UnsafeRegister(running => EndGroup((Process)running!), process);
        try
        {
            process.StandardInput.Close();
            var output = ReadOutputAsync(process.StandardOutput.BaseStream, mostOutput, process);
            var errors = ReadErrorsAsync(process.StandardError.BaseStream);
            await Task.WhenAll(output, errors);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            EndGroup(process);
        }
    }

    /// <summary>All of it, or null when it is more than may be; then the program is ended.</summary>
    private static async Task<byte[]?> ReadOutputAsync(Stream stream, long most, Process process)
    {
        using var output = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var isTooMuch = false;
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            isTooMuch |= output.Length + read > most;
            if (isTooMuch)
                EndGroup(process);
            else
                output.Write(buffer.AsSpan(0, read));
        }
        return isTooMuch ? null : output.ToArray();
    }

    /// <summary>The beginning of what it says; the rest is read and dropped, so that it can't stand still over it.</summary>
    private static async Task<string> ReadErrorsAsync(Stream stream)
    {
        var errors = new MemoryStream(MostErrors);
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer) is > 0 and var read)
            errors.Write(buffer.AsSpan(0, Math.Min(read, MostErrors - (int)errors.Length)));
        return Encoding.UTF8.GetString(errors.GetBuffer(), 0, (int)errors.Length).Trim();
    }

    private static void EndGroup(Process process)
    {
        // The process itself too: until it has made its session, no group has its number.
        if (!process.HasExited)
            process.Kill();
        _ = Signal(-process.Id, Kill);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}

/// <summary>How a run ended.</summary>
/// <param name="ExitCode">What the program ended with; 128 and the number of the signal when one ended it.</param>
/// <param name="Output">What it wrote; null when that was too much.</param>
/// <param name="Errors">The beginning of what it said.</param>
internal sealed record ConfinedRun(int ExitCode, byte[]? Output, string Errors);
