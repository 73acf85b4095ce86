using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>What one site process says, kept in a file below <c>artifacts/sites</c>.</summary>
public sealed class SiteLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file;

    public SiteLog(string name)
    {
        Path = Repository.Artifact("sites", name + ".log");
        _file = new StreamWriter(new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    public string Path { get; }

    /// <summary>Everything so far.</summary>
    public string Text
    {
        get
        {
            using var reader = new StreamReader(new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
    }

    /// <summary>The last lines, for messages of failing tests.</summary>
    public string Tail => string.Join('\n', Text.Split('\n').TakeLast(25));

    /// <summary>Waits for a line: a process writes its log a moment after what it tells of.</summary>
    public Task Says(string pattern) => Eventually.True($"the log says {pattern}", TimeSpan.FromSeconds(10), () => Regex.IsMatch(Text, pattern));

    /// <summary>Fails when the process told of an error.</summary>
    public void AssertNoErrors() => Assert.DoesNotContain(Text.Split('\n'),
        line => line.StartsWith("fail: ", StringComparison.Ordinal) || line.StartsWith("crit: ", StringComparison.Ordinal));

    public void Capture(Process process)
    {
        process.OutputDataReceived += (_, e) => Write(e.Data);
        process.ErrorDataReceived += (_, e) => Write(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public void Dispose()
    {
        lock (_lock)
            _file.Dispose();
    }

    private void Write(string? line)
    {
        if (line is null) return;
        lock (_lock)
        {
            if (_file.BaseStream.CanWrite)
                _file.WriteLine(line);
        }
    }
}
