namespace OrleansVideo.Tests.Site.Operations;

/// <summary>The check of traces sees what it is there to see.</summary>
public sealed class TraceCheckTests
{
    private static readonly OtlpSpan Request = Span("a", parent: "caller", "Microsoft.AspNetCore");
    private static readonly OtlpSpan Call = Span("b", parent: "a", "Microsoft.Orleans.Application");
    private static readonly OtlpSpan Statement = Span("c", parent: "b", "Npgsql");

    [Fact]
    public void Chain_IsTaken() => Assert.True(Joins([Request, Call, Statement], "Microsoft.Orleans.", "Npgsql"));

    [Fact]
    public void MissingSource_IsSeen() => Assert.False(Joins([Request, Call], "Microsoft.Orleans.", "Npgsql"));

    [Fact]
    public void PrefixWithoutItsDot_IsNoName() => Assert.False(Joins([Request, Call], "Microsoft.Orleans"));

    [Fact]
    public void OtherCallersTrace_IsSeen() => Assert.False(Joins([Request with { ParentId = "" }, Call], "Microsoft.Orleans."));

    [Fact]
    public void OtherTrace_DoesNotCount() => Assert.False(Joins([Request, Call with { TraceId = "u" }], "Microsoft.Orleans."));

    [Fact]
    public void Orphan_IsSeen() => Assert.False(Joins([Request, Call, Statement with { ParentId = "gone" }], "Microsoft.Orleans."));

    [Fact]
    public void Ring_IsSeen() => Assert.False(Joins([Request, Call with { ParentId = "c" }, Statement], "Microsoft.Orleans."));

    [Fact]
    public void SpanBesideTheRequest_IsSeen() => Assert.False(Joins([Request, Call with { ParentId = "caller" }], "Microsoft.Orleans."));

    private static bool Joins(OtlpSpan[] spans, params string[] sources) => TraceCheck.Joins(spans, "t", "caller", sources);

    private static OtlpSpan Span(string id, string parent, string source) => new("orleansvideo-web", source, id, "t", id, parent);
}
