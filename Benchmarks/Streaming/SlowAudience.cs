using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>Many slow viewers of one server, on one thread: it looks at each of them a hundred times a second.</summary>
internal sealed class SlowAudience : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private readonly List<SlowViewer> _viewers = [];
    private readonly byte[] _buffer = new byte[SlowViewer.BytesPerSecond];
    private readonly Stopwatch _clock = new();

    /// <summary>How many bytes each has taken.</summary>
    public long[] Taken => [.. _viewers.Select(viewer => viewer.Taken)];

    /// <summary>They come, one after the other.</summary>
    /// <param name="server">The server.</param>
    /// <param name="viewers">How many.</param>
    public void Come(FilmServer server, int viewers)
    {
        while (_viewers.Count < viewers) _viewers.Add(SlowViewer.Begin(server, $"slow-viewer/{_viewers.Count}"));
    }

    /// <summary>All of them watch, and nobody makes up for what was missed before.</summary>
    /// <param name="length">For how long.</param>
    /// <returns>How long it was.</returns>
    public async Task<TimeSpan> Watch(TimeSpan length)
    {
        _clock.Start();
        var began = _clock.Elapsed;
        for (var i = 0; i < _viewers.Count; i++) _viewers[i].Forgive(Due(i));
        using var pace = new PeriodicTimer(Pace);
        while (_clock.Elapsed - began < length)
        {
            await pace.WaitForNextTickAsync();
            for (var i = 0; i < _viewers.Count; i++) _viewers[i].Take(Due(i), _buffer);
        }

        return _clock.Elapsed - began;
    }

    /// <inheritdoc/>
    public void Dispose() => _viewers.ForEach(viewer => viewer.Dispose());

    /// <summary>They did not press play at the same moment, but within a second.</summary>
    private double Due(int viewer) => SlowViewer.BytesPerSecond * (_clock.Elapsed.TotalSeconds - (double)viewer / _viewers.Count);
}
