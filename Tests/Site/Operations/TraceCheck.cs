using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>One request is one trace, through whatever processes and sources it went.</summary>
internal static class TraceCheck
{
    private const string Http = "Microsoft.AspNetCore";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Waits until the trace has spans of every source that is expected (a name, or a prefix that ends with a dot), each of which leads,
    /// parent by parent, up to the span of the request; and that one to the caller's own span.
    /// </summary>
    public static Task IsJoined(OtlpReceiver receiver, string traceId, string callersSpan, params string[] sources) => Eventually.True(
        $"the trace {traceId} leads from the caller through {string.Join(", ", sources)}", Patience,
        () => Joins(receiver.Spans, traceId, callersSpan, sources));

    /// <summary>Whether these spans are such a trace, among others.</summary>
    public static bool Joins(IEnumerable<OtlpSpan> received, string traceId, string callersSpan, params string[] sources)
    {
        var spans = received.Where(span => span.TraceId == traceId).ToDictionary(span => span.SpanId);
        return spans.Values.Any(span => span.Source == Http && span.ParentId == callersSpan)
            && sources.All(source => spans.Values.Any(span => Matches(span, source)))
            && spans.Values.All(span => LeadsTo(span, callersSpan, spans));
    }

    private static bool Matches(OtlpSpan span, string source) =>
        source.EndsWith('.') ? span.Source.StartsWith(source, StringComparison.Ordinal) : span.Source == source;

    private static bool LeadsTo(OtlpSpan span, string callersSpan, Dictionary<string, OtlpSpan> spans)
    {
        for (var steps = 0; steps <= spans.Count; steps++)
        {
            if (span.ParentId == callersSpan) return span.Source == Http;
            if (!spans.TryGetValue(span.ParentId, out span!)) return false;
        }

        return false; // A ring.
    }
}
