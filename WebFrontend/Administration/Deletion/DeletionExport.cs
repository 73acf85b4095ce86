using System.Buffers;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
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

/// <summary>
/// The ledger as a table of text: RFC 4180, its columns named as the fields of the API. A spreadsheet would take a field that
/// begins like a formula for one, and run it: such a field is quoted and gets an apostrophe in front.
/// </summary>
internal static class DeletionCsv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    private static readonly CsvConfiguration Rules = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = field => field.Field is { } text && text.AsSpan().IndexOfAny(Special) >= 0,
        InjectionOptions = InjectionOptions.Escape,
        InjectionCharacters = ['=', '+', '-', '@', '\t', '\r'],
        InjectionEscapeCharacter = '\'',
    };

    private static readonly (string Name, Func<DeletionRecordJson, string?> Field)[] Columns =
    [
        ("videoId", row => row.VideoId.ToString()),
        ("owner", row => row.Owner),
        ("state", row => row.State),
        ("requestedBy", row => row.RequestedBy),
        ("requestedAt", row => Time(row.RequestedAt)),
        ("dueAt", row => Time(row.DueAt)),
        ("attempts", row => Number(row.Attempts)),
        ("nextAttemptAt", row => Time(row.NextAttemptAt)),
        ("lastError", row => row.LastError),
        ("silo", row => row.Silo),
        ("bytesFreed", row => Number(row.BytesFreed)),
        ("finishedAt", row => Time(row.FinishedAt)),
        ("durationSeconds", row => Number(row.DurationSeconds)),
    ];

    /// <summary>The names of the columns, and the end of the line.</summary>
    public static string Header() => Write([Columns.Select(column => column.Name)]);

    /// <summary>The rows, each with the end of its line; a field that is null is empty.</summary>
    public static string Rows(IEnumerable<DeletionRecordJson> rows) =>
        Write(rows.Select(row => Columns.Select(column => column.Field(row))));

    private static string Write(IEnumerable<IEnumerable<string?>> lines)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, Rules))
        {
            foreach (var line in lines)
            {
                foreach (var field in line) csv.WriteField(field);
                csv.NextRecord();
            }
        }

        return text.ToString();
    }

    private static string? Time(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string? Number(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture);
}
