using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Cluster.StreamCap;

/// <summary>What a frontend's lease log says: which playbacks had a valid lease when, and when bytes were handed over.</summary>
internal sealed partial class LeaseLines
{
    private readonly Dictionary<string, Span> _open = [];
    private readonly List<Span> _valid = [];
    private readonly List<(double At, bool WasValid)> _handedOver = [];

    /// <summary>Stretches in which the frontend believed a playback's lease valid.</summary>
    public IReadOnlyList<Span> Valid => _valid;

    /// <summary>Pieces, and whether the lease was valid at that moment.</summary>
    public IReadOnlyList<(double At, bool WasValid)> HandedOver => _handedOver;

    /// <summary>Reads a log.</summary>
    public static LeaseLines Read(IEnumerable<string> lines)
    {
        var log = new LeaseLines();
        foreach (var line in lines.Where(line => line.Contains("Lease ", StringComparison.Ordinal))) log.Take(line);
        foreach (var lease in log._open.Keys.ToArray()) log.Close(lease, double.MaxValue);
        log._valid.Sort((one, other) => one.From.CompareTo(other.From));
        return log;
    }

    private void Take(string line)
    {
        if (ValidLine().Match(line) is { Success: true } valid)
        {
            var (lease, next) = (valid.Groups[1].Value, new Span($"{valid.Groups[2].Value} {valid.Groups[3].Value}", Number(valid, 4), Number(valid, 5)));
            if (_open.TryGetValue(lease, out var open) && open.To >= next.From && open.Who == next.Who) next = open with { To = next.To };
            else Close(lease, double.MaxValue);
            _open[lease] = next;
        }
        else if (EndedLine().Match(line) is { Success: true } ended)
        {
            Close(ended.Groups[1].Value, Number(ended, 2));
        }
        else if (HandOverLine().Match(line) is { Success: true } piece)
        {
            var at = Number(piece, 2);
            _handedOver.Add((at, _open.TryGetValue(piece.Groups[1].Value, out var open) && at >= open.From && at <= open.To));
        }
    }

    private void Close(string lease, double at)
    {
        if (_open.Remove(lease, out var open)) _valid.Add(open with { To = Math.Min(open.To, at) });
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Lease (\S+) of (\S+) for (\S+) valid from ([\d.]+) until ([\d.]+)")]
    private static partial Regex ValidLine();

    [GeneratedRegex(@"Lease (\S+) ended at ([\d.]+)")]
    private static partial Regex EndedLine();

    [GeneratedRegex(@"Lease (\S+) hands over \d+ bytes at ([\d.]+)")]
    private static partial Regex HandOverLine();
}
