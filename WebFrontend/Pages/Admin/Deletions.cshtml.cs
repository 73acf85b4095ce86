using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Administration.Deletion;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.WebFrontend.Pages.Admin;

/// <summary>The ledger of deletions, and what an admin can do about each.</summary>
public sealed class DeletionsModel(IGrainFactory grains, TimeProvider clock, DeletionCommands commands) : AdminPage(grains, clock)
{
    /// <summary>Only those in this state, by its word in the API; all when it is empty.</summary>
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    /// <summary>Only those of this video; all when it is empty.</summary>
    [BindProperty(SupportsGet = true)]
    public string? VideoId { get; set; }

    /// <summary>Where this page of them begins.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    /// <summary>The deletions of this page.</summary>
    public Page<DeletionRecord> Records { get; private set; } = new([], null);

    /// <summary>The whole ledger in figures.</summary>
    public DeletionLedgerView Ledger { get; private set; } = null!;

    private object Filter => new { State, VideoId, Cursor };

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        var filter = new DeletionFilter(NullIfEmpty(State), NullIfEmpty(VideoId)?.Trim());
        if (!filter.Read(new PageRequest(Cursor: Cursor)).TryGet(out var query, out var refusal)) return Refused(refusal);
        var grain = Grains.GetGrain<IDeletionLedgerGrain>(0);
        var (listed, ledger) = (grain.List(query, HttpContext.RequestAborted), grain.GetState());
        Ledger = await ledger;
        if (!(await listed).TryGet(out var records, out refusal)) return Refused(refusal);
        Records = records;
        return Page();
    }

    /// <summary>Does something about one.</summary>
    [RateLimited(RateLimitKind.Administration)]
    public Task<IActionResult> OnPostCommandAsync(DeletionCommand command, Guid id, string? reason) =>
        ActAsync(admin => commands.Do(command, id, admin, reason), record => T["The deletion of {0}: {1}.", record.VideoId, T.Of(record.State)], Filter);

    /// <summary>Has all that were given up tried again.</summary>
    [RateLimited(RateLimitKind.Administration)]
    public async Task<IActionResult> OnPostReplayAsync()
    {
        if (Caller is not { } admin) return Refused(RefusalCode.SignInRequired);
        Notice = T.Count(
            await commands.ReplayAll(admin), "{0} deletion that had been given up is tried again.", "{0} deletions that had been given up are tried again.");
        return RedirectToPage(Filter);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
