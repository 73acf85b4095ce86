namespace OrleansVideo.Tests.Site.Pages;

/// <summary>How far what people see is moved without their doing (Layout Instability API).</summary>
public static class Shifts
{
    private const string Watch =
        """
        window.shifts = [];
        const place = ({ node, previousRect: from, currentRect: to }) => `${node?.nodeName}.${node?.className} ${from.x},${from.y} ${from.width}x${from.height} to ${to.x},${to.y} ${to.width}x${to.height}`;
        new PerformanceObserver((list) => list.getEntries().filter((entry) => !entry.hadRecentInput)
          .forEach((entry) => window.shifts.push([entry.value, scrollY, ...entry.sources.map(place)])))
          .observe({ type: "layout-shift", buffered: true });
        """;

    /// <summary>Adds it up from the next page on.</summary>
    public static Task NoteShifts(this Visit visit) => visit.Page.AddInitScriptAsync(Watch);

    /// <summary>Holds the page to a sum of layout shifts; tells what moved otherwise.</summary>
    public static async Task AssertMovedAtMost(this Visit visit, double score)
    {
        var moved = await visit.Page.EvaluateAsync<double>("() => window.shifts.reduce((sum, [value]) => sum + value, 0)");
        Assert.True(moved <= score, $"Moved by {moved}: {await visit.Page.EvaluateAsync<string>("() => JSON.stringify(window.shifts)")}");
    }
}
