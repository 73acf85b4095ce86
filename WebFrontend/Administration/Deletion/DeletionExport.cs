using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Administration.Deletion;

/// <summary>
/// The whole ledger as a file. It is read and sent page by page, so that its length costs no memory. Should the cluster fall
/// silent in between, the answer breaks off: a client that counts its chunks (RFC 9112 §7.1) sees that it is not whole.
/// </summary>
/// <param name="ledger">The ledger.</param>
/// <param name="first">Its first page.</param>
internal sealed class DeletionExport(IDeletionLedgerGrain ledger, Page<DeletionRecord> first) : IResult
{
    /// <summary>Begins an export: a cluster that does not answer is a problem, not half a file.</summary>
    public static async Task<IResult> OpenAsync(IGrainFactory grains, HttpContext context)
    {
        var ledger = grains.GetGrain<IDeletionLedgerGrain>(0);
        return (await ReadAsync(ledger, null, context.RequestAborted)).TryGet(out var first, out var refusal)
            ? new DeletionExport(ledger, first)
            : refusal.ToProblem();
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"deletions.csv\"";
        await response.WriteAsync(DeletionCsv.Header(), httpContext.RequestAborted);
        for (var page = first; ; page = await NextAsync(page.NextCursor, httpContext.RequestAborted))
        {
            await response.WriteAsync(DeletionCsv.Rows(page.Items.Select(DeletionRecordJson.From)), httpContext.RequestAborted);
            if (page.NextCursor is null) return;
        }
    }

    private async Task<Page<DeletionRecord>> NextAsync(string? cursor, CancellationToken cancellationToken) =>
        (await ReadAsync(ledger, cursor, cancellationToken)).TryGet(out var page, out var refusal)
        ? page
        : throw new InvalidOperationException($"The ledger refused its own cursor: {refusal.Code}.");

    private static Task<Result<Page<DeletionRecord>>> ReadAsync(
        IDeletionLedgerGrain ledger, string? cursor, CancellationToken cancellationToken) =>
        ledger.List(new DeletionQuery(null, null, new PageRequest(PageRequest.MaxLimit, cursor)), cancellationToken);
}
