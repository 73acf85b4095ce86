using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Catalog;
using OrleansVideo.Storage;
using OrleansVideo.WebFrontend.Administration.Storage;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Pages.Admin;

/// <summary>What is wrong between files and records, and what an admin can do about it.</summary>
public sealed class StorageModel(IGrainFactory grains, TimeProvider clock, StorageCommands commands) : AdminPage(grains, clock)
{
    /// <summary>Only findings in this state, by its word in the API; all when it is empty.</summary>
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    /// <summary>Where this page of them begins.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    /// <summary>The findings of this page.</summary>
    public Page<StorageFinding> Findings { get; private set; } = new([], null);

    /// <summary>How the comparison stands.</summary>
    public StorageReconcilerView Storage { get; private set; } = null!;

    private object Filter => new { State, Cursor };

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        var wanted = EnumWords.Parse<FindingState>(State);
        if (!string.IsNullOrEmpty(State) && wanted is null) return Refused(RefusalCode.QueryInvalid);
        var grain = Grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key);
        var (listed, storage) = (grain.ListFindings(wanted, new PageRequest(Cursor: Cursor), HttpContext.RequestAborted), grain.GetState());
        Storage = await storage;
        if (!(await listed).TryGet(out var findings, out var refusal)) return Refused(refusal);
        Findings = findings;
        return Page();
    }

    /// <summary>Begins a scan.</summary>
    [RateLimited(RateLimitKind.Administration)]
    public Task<IActionResult> OnPostScanAsync(bool dryRun) => ActAsync(
        async admin => (await commands.Scan(dryRun, admin)).Refusal is { } refusal ? new Result<string>(null, refusal) : ScanBegun(dryRun),
        words => words, Filter);

    /// <summary>Moves a finding's file into quarantine.</summary>
    [RateLimited(RateLimitKind.Administration)]
    public Task<IActionResult> OnPostQuarantineAsync(Guid id) =>
        ActAsync(admin => commands.Quarantine(id, admin), finding => T["{0} is in quarantine.", finding.Path], Filter);

    /// <summary>Brings it back.</summary>
    [RateLimited(RateLimitKind.Administration)]
    public Task<IActionResult> OnPostRestoreAsync(Guid id) =>
        ActAsync(admin => commands.Restore(id, admin), finding => T["{0} is back.", finding.Path], Filter);

    private string ScanBegun(bool dryRun) =>
        dryRun ? T["A dry run has begun; this page shows how far it is."] : T["A scan has begun; this page shows how far it is."];
}
