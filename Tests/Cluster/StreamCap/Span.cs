namespace OrleansVideo.Tests.Cluster.StreamCap;

/// <summary>A stretch of time, in milliseconds of the machine's monotonic clock, of one playback or player.</summary>
/// <param name="Who">Whose.</param>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
internal readonly record struct Span(string Who, double From, double To)
{
    /// <summary>How many different ones there were at once, at most, and when; with the time during which there were at least so many.</summary>
    public static (int Most, double At, double MillisecondsAtLeast) Overlap(IEnumerable<Span> spans, int atLeast)
    {
        Dictionary<string, int> open = [];
        var (most, when, busy, last) = (0, 0.0, 0.0, 0.0);
        foreach (var (at, change, who) in spans.Where(span => span.To > span.From)
            .SelectMany(span => new[] { (At: span.From, Change: 1, span.Who), (At: span.To, Change: -1, span.Who) })
            .OrderBy(edge => edge.At).ThenBy(edge => edge.Change))
        {
            if (open.Count >= atLeast) busy += at - last;
            last = at;
            var count = open.GetValueOrDefault(who) + change;
            if (count == 0) open.Remove(who);
            else open[who] = count;
            if (open.Count > most) (most, when) = (open.Count, at);
        }

        return (most, when, busy);
    }
}
