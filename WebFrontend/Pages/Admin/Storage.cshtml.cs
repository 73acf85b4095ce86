using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Catalog;
using OrleansVideo.Storage;
using OrleansVideo.WebFrontend.Administration.Storage;

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
        var isKnown = FindingWords.TryParse(State ?? "", out var wanted);
        if (!string.IsNullOrEmpty(State) && !isKnown) return Refused(RefusalCode.QueryInvalid);
        var grain = Grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key);
        var (listed, storage) = (grain.ListFindings(isKnown ? wanted : null, new PageRequest(Cursor: Cursor)), grain.GetState());
        Storage = await storage;
        if (!(await listed).TryGet(out var findings, out var refusal)) return Refused(refusal);
        Findings = findings;
        return Page();
    }

    /// <summary>Begins a scan.</summary>
    public Task<IActionResult> OnPostScanAsync(bool dryRun) => ActAsync(
        async admin => (await commands.Scan(dryRun, admin)).Refusal is { } refusal ? new Result<string>(null, refusal) : dryRun ? "A dry run" : "A scan",
        scan => $"{scan} has begun; this page shows how far it is.", Filter);

    /// <summary>Moves a finding's file into quarantine.</summary>
    public Task<IActionResult> OnPostQuarantineAsync(Guid id) =>
        ActAsync(admin => commands.Quarantine(id, admin), finding => $"{finding.Path} is in quarantine.", Filter);

    /// <summary>Brings it back.</summary>
    public Task<IActionResult> OnPostRestoreAsync(Guid id) =>
        ActAsync(admin => commands.Restore(id, admin), finding => $"{finding.Path} is back.", Filter);
}
