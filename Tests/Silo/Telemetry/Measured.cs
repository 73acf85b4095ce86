using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansVideo.Tests.Silo.Telemetry;

/// <summary>Every measurement of the site's meter, from one meter factory.</summary>
public sealed class Measured : IDisposable
{
    private readonly ServiceProvider? _own;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _lines = new();

    /// <param name="meters">The factory whose meter is watched; null for one of its own.</param>
    public Measured(IMeterFactory? meters = null)
    {
        _own = meters is null ? new ServiceCollection().AddMetrics().BuildServiceProvider() : null;
        Meters = meters ?? _own!.GetRequiredService<IMeterFactory>();
        var meter = Meters.Create(VideoTelemetry.Name);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public IMeterFactory Meters { get; }

    /// <summary>What was measured since the last look, gauges included, as <c>name value unit tag=value …</c>.</summary>
    public string[] Take()
    {
        _listener.RecordObservableInstruments();
        var lines = _lines.ToArray();
        _lines.Clear();
        return lines;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _own?.Dispose();
    }

    private void Note(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = FormattableString.Invariant($"{instrument.Name} {value} {instrument.Unit}");
        foreach (var (key, tag) in tags) line += FormattableString.Invariant($" {key}={tag}");
        _lines.Enqueue(line);
    }
}
