using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>What is wrong with a page, whatever it shows.</summary>
internal static class PageFaults
{
    private static readonly AxeRunOptions OnlyViolations = new() { ResultTypes = [ResultType.Violations], XPath = false };

    /// <summary>Elements that stick out of the window, unless something around them scrolls.</summary>
    private const string TooWide =
        """
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
          ["the page is " + document.documentElement.scrollWidth + " px wide, the window " + document.documentElement.clientWidth,
            ...[...document.querySelectorAll("body *")]
              .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
              .slice(0, 5).map(element => "too wide: " + element.outerHTML.slice(0, 120))]
        """;

    /// <summary>Fails with what is wrong with the page as the visitor sees it now.</summary>
    public static async Task AssertNoFault(this Visit visit)
    {
        var faults = await Find(visit.Page, GalleryLook.All[0]);
        Assert.True(faults.Length == 0, $"{visit.Page.Url}:\n{string.Join('\n', faults)}");
    }

    /// <summary>All faults, in words.</summary>
    public static async Task<string[]> Find(IPage page, GalleryLook look)
    {
        var axe = await page.RunAxe(OnlyViolations);
        var violations = axe.Violations.SelectMany(violation => violation.Nodes.Select(node => $"axe {violation.Id}: {violation.Help}: {node.Target} {node.Html}"));
        return [.. violations, .. await FindPlain(page, look)];
    }

    /// <summary>Those that are found where no scripts run; axe is one, and never comes to its end there.</summary>
    public static async Task<string[]> FindPlain(IPage page, GalleryLook look)
    {
        List<string> faults = [];
        faults.AddRange(await page.EvaluateAsync<string[]>(TooWide));
        if (await page.Locator("h1:visible").CountAsync() is var headings and not 1) faults.Add($"{headings} h1");
        if (await page.Locator("html").GetAttributeAsync("lang") is var language && language != look.Language) faults.Add($"lang is {language}");
        return [.. faults];
    }
}
