using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Deletion;
using OrleansVideo.Storage;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Pages.Admin;

/// <summary>The site at a glance.</summary>
public sealed class OverviewModel(IGrainFactory grains, TimeProvider clock) : AdminPage(grains, clock)
{
    /// <summary>The stream tokens.</summary>
    public StreamLimiterView Streams { get; private set; } = null!;

    /// <summary>The ledger of deletions.</summary>
    public DeletionLedgerView Deletions { get; private set; } = null!;

    /// <summary>Files and records.</summary>
    public StorageReconcilerView Storage { get; private set; } = null!;

    /// <summary>Asks all three.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        var streams = Grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key).GetState();
        var deletions = Grains.GetGrain<IDeletionLedgerGrain>(0).GetState();
        var storage = Grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key).GetState();
        (Streams, Deletions, Storage) = (await streams, await deletions, await storage);
        return Page();
    }
}
