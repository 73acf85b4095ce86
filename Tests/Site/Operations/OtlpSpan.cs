using Google.Protobuf;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>One span as it was exported: ids in lower-case hex, an empty parent for a root.</summary>
public sealed record OtlpSpan(string Service, string Source, string Name, string TraceId, string SpanId, string ParentId)
{
    /// <summary>
    /// The spans of an ExportTraceServiceRequest (opentelemetry-proto, <c>collector/trace/v1</c>): resource_spans = 1 of resource = 1
    /// and scope_spans = 2 of scope = 1 and spans = 2.
    /// </summary>
    public static IEnumerable<OtlpSpan> Read(byte[] request) =>
        from resourceSpans in Fields(request, 1)
        let service = ServiceName(Fields(resourceSpans, 1).Single())
        from scopeSpans in Fields(resourceSpans, 2)
        let source = Text(Fields(scopeSpans, 1).Single(), 1)
        from span in Fields(scopeSpans, 2)
        select new OtlpSpan(service, source, Text(span, 5), Hex(span, 1), Hex(span, 2), Hex(span, 4));

    /// <summary>resource.attributes = 1 of key = 1 and value = 2, whose string_value = 1.</summary>
    private static string ServiceName(byte[] resource) => Fields(resource, 1)
        .Where(attribute => Text(attribute, 1) == "service.name")
        .Select(attribute => Text(Fields(attribute, 2).Single(), 1))
        .Single();

    private static string Text(byte[] message, int field) =>
        System.Text.Encoding.UTF8.GetString(Fields(message, field).SingleOrDefault() ?? []);

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Fields(message, field).SingleOrDefault() ?? []);

    /// <summary>Every length-delimited value of a field, in order.</summary>
    private static List<byte[]> Fields(byte[] message, int field)
    {
        List<byte[]> values = [];
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited)) values.Add(input.ReadBytes().ToByteArray());
            else input.SkipLastField();
        }

        return values;
    }
}
