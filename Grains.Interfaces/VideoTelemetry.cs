using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansVideo;

/// <summary>
/// The one name under which this site measures and traces itself. Names and units of what it measures follow the
/// conventions of OpenTelemetry: dotted, lower case, in seconds and bytes (UCUM).
/// </summary>
public static class VideoTelemetry
{
    /// <summary>Name of the meter and of the source of traces.</summary>
    public const string Name = "OrleansVideo";

    /// <summary>Where work begins that no request asked for, such as the due step of a deletion.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>The meter of the process; the same one however often it is asked for.</summary>
    public static Meter CreateVideoMeter(this IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.Create(Name);
    }
}
