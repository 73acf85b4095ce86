using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Deletion;
using OrleansVideo.Storage;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Health;
using OrleansVideo.WebFrontend.Hosting;

namespace OrleansVideo.WebFrontend.Pages.Admin;

/// <summary>The site at a glance.</summary>
internal sealed class OverviewModel(IGrainFactory grains, TimeProvider clock) : AdminPage(grains, clock)
{
    /// <summary>Whether this process can serve, check by check.</summary>
    public HealthReport Health { get; private set; } = null!;

    /// <summary>The silos.</summary>
    public SiloCensus Silos { get; private set; } = null!;

    /// <summary>The stream tokens.</summary>
    public StreamLimiterView Streams { get; private set; } = null!;

    /// <summary>The ledger of deletions.</summary>
    public DeletionLedgerView Deletions { get; private set; } = null!;

    /// <summary>Files and records.</summary>
    public StorageReconcilerView Storage { get; private set; } = null!;

    /// <summary>Asks for all of it at once.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        var health = HttpContext.RequestServices.ReadHealthAsync(HttpContext.RequestAborted);
        var members = Grains.GetGrain<IManagementGrain>(0).GetDetailedHosts();
        var streams = Grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key).GetState();
        var deletions = Grains.GetGrain<IDeletionLedgerGrain>(0).GetState();
        var storage = Grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key).GetState();
        await Task.WhenAll(health, members, streams, deletions, storage);
        (Health, Silos) = (await health, SiloCensus.Of(await members, Now));
        (Streams, Deletions, Storage) = (await streams, await deletions, await storage);
        return Page();
    }
}
