using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Silo.Health;
using OrleansVideo.Storage;
using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Administration.DueWork;
using OrleansVideo.WebFrontend.Health;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.WebFrontend.Pages.Admin;

/// <summary>The site at a glance.</summary>
internal sealed class OverviewModel(IGrainFactory grains, TimeProvider clock, DueWorkCommands commands) : AdminPage(grains, clock)
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

    /// <summary>Due work beside the ledger.</summary>
    public CatalogReconcilerView DueWork { get; private set; } = null!;

    /// <summary>Asks for all of it at once.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        var health = HttpContext.RequestServices.ReadVideoHealthAsync(HttpContext.RequestAborted);
        var members = Grains.GetGrain<IManagementGrain>(0).GetDetailedHosts();
        var streams = Grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key).GetState();
        var deletions = Grains.GetGrain<IDeletionLedgerGrain>(0).GetState();
        var storage = Grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key).GetState();
        var dueWork = Grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key).GetState();
        await Task.WhenAll(health, members, streams, deletions, storage, dueWork);
        (Health, Silos) = (await health, SiloCensus.Of(await members, Now));
        (Streams, Deletions, Storage, DueWork) = (await streams, await deletions, await storage, await dueWork);
        return Page();
    }

    /// <summary>Has all due work that was given up tried again.</summary>
    [RateLimited(RateLimitKind.Administration)]
    public async Task<IActionResult> OnPostReplayDueWorkAsync()
    {
        if (Caller is not { } admin) return Refused(RefusalCode.SignInRequired);
        Notice = T.Count(await commands.Replay(admin), "{0} item that had been given up is tried again.", "{0} items that had been given up are tried again.");
        return RedirectToPage();
    }
}
