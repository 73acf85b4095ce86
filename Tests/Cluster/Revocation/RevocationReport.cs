using System.Globalization;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster.Revocation;

/// <summary>What one frontend handed to the kernel after the acknowledgement, for those who had lost their right; times in seconds after it.</summary>
internal sealed record RevocationRow(
    TakenBack What, Failure Failure, TimeSpan Heartbeat, string Frontend,
    long FirstSecond, long UntilThirdSecond, long Afterwards, double LastByte, string Ended, string NewRequest, string Others)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| {What} | {Failure} | {Heartbeat.TotalSeconds:0} s | {Frontend} | {FirstSecond:N0} | {UntilThirdSecond:N0} | {Afterwards:N0} | {LastByte:0.0} | {Ended} | {NewRequest} | {Others} |");
}

/// <summary>The table of all cases of this run, in <c>artifacts/cluster/revocation.md</c>.</summary>
internal static class RevocationReport
{
    private static readonly List<RevocationRow> Rows = [];

    /// <summary>Takes the rows of a case, writes the whole table, and shows the case with its test.</summary>
    public static void Add(IReadOnlyCollection<RevocationRow> rows)
    {
        string[] head =
        [
            "| taken back | failure | heartbeat | frontend | bytes in the 1st second | in the 2nd and 3rd | afterwards | last byte s | how the streams ended, s | a new request | others |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', [.. head, .. rows.Select(row => row.ToString())]));
        lock (Rows)
        {
            Rows.AddRange(rows);
            File.WriteAllLines(
                Repository.Artifact("cluster", "revocation.md"),
                [.. head, .. Rows.OrderBy(row => (row.What, row.Failure, row.Heartbeat, row.Frontend)).Select(row => row.ToString())]);
        }
    }
}
