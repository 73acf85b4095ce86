using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>What happened when, in seconds since the beginning of a scenario; kept in <c>artifacts/cluster</c> and shown with the test.</summary>
public sealed class Timeline
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string _path;

    public Timeline(string scenario)
    {
        _path = Repository.Artifact("cluster", scenario + ".txt");
        Note($"{scenario}, {TimeProvider.System.GetUtcNow().ToString("u", CultureInfo.InvariantCulture)}");
    }

    public TimeSpan Now => _clock.Elapsed;

    public void Note(string what)
    {
        _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{Now.TotalSeconds,8:0.00}  {what}"));
        lock (_lines) File.WriteAllLines(_path, _lines);
    }

    public override string ToString() => string.Join('\n', _lines);
}
