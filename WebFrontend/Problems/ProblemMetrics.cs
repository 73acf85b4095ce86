using System.Diagnostics.Metrics;

namespace OrleansVideo.WebFrontend.Problems;

/// <summary>Counts what the site says no to, by the stable code of the rule.</summary>
internal sealed class ProblemMetrics
{
    private readonly Counter<long> _problems;

    public ProblemMetrics(IMeterFactory meters) => _problems = meters.CreateVideoMeter().CreateCounter<long>(
        "orleansvideo.problems", "{problem}", "Requests that were answered with a problem, by code and HTTP status.");

    /// <summary>One request was refused.</summary>
    public void Count(ProblemKind kind) => _problems.Add(1, new("code", kind.Code), new("http.response.status_code", kind.Status));
}
