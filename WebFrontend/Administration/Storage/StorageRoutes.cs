using OrleansVideo.Accounts;
using OrleansVideo.Storage;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Administration.Storage;

/// <summary>Files and records, for admins: what is wrong between them, and what is done about it.</summary>
internal static class StorageRoutes
{
    /// <summary>Maps <c>/admin/storage</c>.</summary>
    public static void MapStorageAdministration(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/admin/storage").WithTags("Administration").RequireAuthorization(AccountsSetup.AdminsOnly)
            .LimitRate(RateLimitKind.Administration);
        routes.MapGet("", ShowAsync).WithSummary("How the comparison of files and records stands")
            .Produces<StorageJson>().ProducesProblems(401, 403);
        routes.MapPost("/scans", ScanAsync).WithSummary("Compare files and records now; a dry run moves nothing")
            .Produces(StatusCodes.Status202Accepted).ProducesProblems(400, 401, 403, 409);
        routes.MapGet("/findings", ListAsync).WithSummary("What is wrong between files and records, the newest first; ?state= for one state alone")
            .Produces<PageJson<FindingJson>>().ProducesProblems(400, 401, 403);
        routes.MapPost("/findings/{id:canonical}/quarantine", QuarantineAsync).WithSummary("Move a finding's file into quarantine")
            .Produces<FindingJson>(StatusCodes.Status202Accepted).ProducesProblems(401, 403, 404, 409);
        routes.MapPost("/findings/{id:canonical}/restore", RestoreAsync).WithSummary("Bring a finding's file back from quarantine")
            .Produces<FindingJson>(StatusCodes.Status202Accepted).ProducesProblems(401, 403, 404, 409);
    }

    private static async Task<IResult> ShowAsync(IGrainFactory grains, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(StorageJson.From(await Reconciler(grains).GetState()));
    }

    private static async Task<IResult> ScanAsync(ScanJson body, StorageCommands commands, HttpContext context)
    {
        if (context.GetCaller() is not { } admin) return RefusalCode.SignInRequired.ToProblem();
        if (body.DryRun is not { } dryRun) return RefusalCode.MalformedJson.ToProblem();
        return (await commands.Scan(dryRun, admin)).Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Accepted(ApiSetup.Root + "/admin/storage");
    }

    private static async Task<IResult> ListAsync(string? state, [AsParameters] PageQuery query, IGrainFactory grains, HttpContext context)
    {
        if (!query.Read().TryGet(out var page, out var refusal)) return refusal.ToProblem();
        var wanted = EnumWords.Parse<FindingState>(state);
        if (state is not null && wanted is null) return RefusalCode.QueryInvalid.ToProblem();
        context.Response.Headers.CacheControl = "no-store";
        return (await Reconciler(grains).ListFindings(wanted, page, context.RequestAborted))
            .ToHttp(findings => TypedResults.Ok(findings.ToJson(FindingJson.From)));
    }

    private static Task<IResult> QuarantineAsync(Guid id, StorageCommands commands, HttpContext context) =>
        MoveAsync(context, admin => commands.Quarantine(id, admin));

    private static Task<IResult> RestoreAsync(Guid id, StorageCommands commands, HttpContext context) =>
        MoveAsync(context, admin => commands.Restore(id, admin));

    private static async Task<IResult> MoveAsync(HttpContext context, Func<Caller, Task<Result<StorageFinding>>> move) =>
        context.GetCaller() is { } admin
            ? (await move(admin)).ToHttp(finding => TypedResults.Accepted((string?)null, FindingJson.From(finding)))
            : RefusalCode.SignInRequired.ToProblem();

    private static IStorageReconcilerGrain Reconciler(IGrainFactory grains) =>
        grains.GetGrain<IStorageReconcilerGrain>(IStorageReconcilerGrain.Key);
}

/// <summary>How the comparison of files and records stands.</summary>
/// <param name="Scanning">Whether a scan runs.</param>
/// <param name="DryRun">Whether the latest one moves nothing.</param>
/// <param name="ScanStarted">When it was started; null before the first.</param>
/// <param name="ScanEnded">When it ended; null while it runs.</param>
/// <param name="Files">Files that it looked at.</param>
/// <param name="Records">Records that it looked at.</param>
/// <param name="Findings">How many findings nobody has dealt with, by kind.</param>
/// <param name="QuarantinedFiles">Files in quarantine.</param>
/// <param name="QuarantinedBytes">Their bytes.</param>
/// <param name="ScrubStarted">When the scrub's latest round began; null before the first.</param>
/// <param name="ScrubEnded">When it ended; null while it goes on.</param>
/// <param name="ScrubbedFiles">Videos that it has read.</param>
/// <param name="ScrubbedBytes">Their bytes.</param>
internal sealed record StorageJson(
    bool Scanning, bool DryRun, DateTime? ScanStarted, DateTime? ScanEnded, long Files, long Records,
    IReadOnlyDictionary<string, long> Findings, long QuarantinedFiles, long QuarantinedBytes,
    DateTime? ScrubStarted, DateTime? ScrubEnded, long ScrubbedFiles, long ScrubbedBytes)
{
    /// <summary>The reconciler's word in the shape of the API.</summary>
    public static StorageJson From(StorageReconcilerView view) => new(
        view.IsScanning, view.IsDryRun, view.ScanStarted?.UtcDateTime, view.ScanEnded?.UtcDateTime, view.Files, view.Records,
        new Dictionary<string, long>
        {
            [FindingKind.OrphanFile.Word()] = view.OrphanFiles,
            [FindingKind.MissingFile.Word()] = view.MissingFiles,
            [FindingKind.StalePart.Word()] = view.StaleParts,
            [FindingKind.WrongSize.Word()] = view.WrongSizes,
            [FindingKind.Corrupt.Word()] = view.Corrupt,
        },
        view.QuarantinedFiles, view.QuarantinedBytes,
        view.ScrubStarted?.UtcDateTime, view.ScrubEnded?.UtcDateTime, view.ScrubbedFiles, view.ScrubbedBytes);
}

/// <summary>The scan that is wanted.</summary>
/// <param name="DryRun">Whether it moves nothing. It has to be said: a body without it must not move files.</param>
internal sealed record ScanJson(bool? DryRun);

/// <summary>One thing that is wrong between files and records.</summary>
/// <param name="Id">What quarantine and restore take.</param>
/// <param name="Path">The file, relative to the media directory.</param>
/// <param name="Kind">One of <c>orphanFile</c>, <c>missingFile</c>, <c>stalePart</c>, <c>wrongSize</c>, <c>corrupt</c>.</param>
/// <param name="Reason">Why that is so, or how it ended.</param>
/// <param name="Size">Bytes in the file, or that it should have.</param>
/// <param name="State">One of <c>found</c>, <c>quarantined</c>, <c>restored</c>, <c>removed</c>, <c>resolved</c>.</param>
/// <param name="FoundAt">When it was found first.</param>
/// <param name="RestorableUntil">When the file is removed from quarantine; null unless it is there.</param>
internal sealed record FindingJson(
    Guid Id, string Path, string Kind, string Reason, long Size, string State, DateTime FoundAt, DateTime? RestorableUntil)
{
    /// <summary>The finding in the shape of the API.</summary>
    public static FindingJson From(StorageFinding finding) => new(
        finding.Id, finding.Path, finding.Kind.Word(), finding.Reason, finding.Size, finding.State.Word(),
        finding.FoundAt.UtcDateTime, finding.RestorableUntil?.UtcDateTime);
}
