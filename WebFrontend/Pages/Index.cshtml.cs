using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Catalog;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Feeds;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Pages;

/// <summary>The newest public videos, a search among them, or one user's.</summary>
public sealed class IndexModel(IGrainFactory grains, RateLimits limits, TimeProvider clock) : SitePage(grains, clock)
{
    /// <summary>Words to search for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Query { get; set; }

    /// <summary>Whose videos; everybody's when blank.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Owner { get; set; }

    /// <summary>Where this page of the list begins.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    /// <summary>The videos of this page.</summary>
    public Page<VideoDetails> Videos { get; private set; } = new([], null);

    /// <summary>Whether words were searched for.</summary>
    public bool IsSearch => !string.IsNullOrWhiteSpace(Query);

    /// <summary>Whether the list leaves videos out.</summary>
    public bool IsFiltered => IsSearch || Owner is not null;

    /// <summary>Whether the site has nothing to show because nobody has set it up.</summary>
    public bool NeedsSetup { get; private set; }

    /// <summary>Where the list is to be had as a feed; a search has none.</summary>
    public string? Feed => IsSearch ? null : FeedRoute.Of(Owner);

    /// <summary>What the list shows, when it does not show the newest of all.</summary>
    public string? Heading => (IsSearch, Owner) switch
    {
        (true, null) => T["Videos with “{0}”", Query!].Value,
        (true, _) => T["Videos with “{0}” by {1}", Query!, Owner!].Value,
        (false, null) => null,
        _ => T["Videos by {0}", Owner].Value,
    };

    /// <summary>Shows the list; a cursor that is none of this list's is refused.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (IsSearch && limits.Refuse(RateLimitKind.Searches, HttpContext) is { } tooMany) return Refused(tooMany);
        var catalog = Grains.GetGrain<ICatalogGrain>(0);
        var listed = await catalog.List(new VideoQuery(Query, Owner), new PageRequest(Cursor: Cursor), HttpContext.RequestAborted);
        if (!listed.TryGet(out var page, out var refusal)) return Refused(refusal);

        Videos = page;
        NeedsSetup = page.Items.Count == 0 && !IsFiltered && !await catalog.HasAdmin(HttpContext.RequestAborted);
        return Page();
    }
}
