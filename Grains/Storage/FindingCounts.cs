using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>Findings in numbers.</summary>
/// <param name="Found">How many nobody has dealt with, by kind.</param>
/// <param name="QuarantinedFiles">Files in quarantine.</param>
/// <param name="QuarantinedBytes">Their bytes.</param>
internal sealed record FindingCounts(IReadOnlyDictionary<FindingKind, long> Found, long QuarantinedFiles, long QuarantinedBytes)
{
    /// <summary>From counts by state and kind.</summary>
    public static FindingCounts Of(IReadOnlyList<(FindingState State, FindingKind Kind, long Number, long Bytes)> rows)
    {
        var quarantined = rows.Where(row => row.State == FindingState.Quarantined).ToArray();
        return new(
            rows.Where(row => row.State == FindingState.Found).ToDictionary(row => row.Kind, row => row.Number),
            quarantined.Sum(row => row.Number),
            quarantined.Sum(row => row.Bytes));
    }

    /// <summary>How many of one kind nobody has dealt with.</summary>
    public long Of(FindingKind kind) => Found.GetValueOrDefault(kind);
}
