namespace OrleansVideo.Streaming;

/// <summary>A frontend tells a limiter that does not know it which leases it holds: all that are valid by its own count.</summary>
/// <param name="Mark">Who speaks; with the epoch of the limiter that it speaks to.</param>
/// <param name="Leases">The leases.</param>
[GenerateSerializer, Immutable, Alias("FrontendReport")]
public sealed record FrontendReport(
    [property: Id(0)] FrontendMark Mark,
    [property: Id(1)] IReadOnlyList<ReportedLease> Leases);
