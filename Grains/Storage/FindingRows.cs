using System.Text.Json;
using Dapper;
using OrleansVideo.Grains.Database;
using OrleansVideo.Storage;

namespace OrleansVideo.Grains.Storage;

/// <summary>The findings, one row each. Every change names the states that it may come from, so that what was decided meanwhile stands.</summary>
internal sealed class FindingRows(IVideoDatabase database)
{
    /// <summary>How long a closed finding is kept, to tell what became of a file.</summary>
    private static readonly TimeSpan ClosedLife = TimeSpan.FromDays(90);

    /// <summary>A file in quarantine keeps the finding that brought it there, and any finding its kind that is unknown here.</summary>
    private const string ReportSql =
        $"""
        insert into storage_findings (id, path, video_id, kind, state, reason, reason_code, reason_arguments, size, found_at, scan)
        values (@id, @Path, @video, @kind, 1, @reason, @code, @arguments, @Size, @now, @scan)
        on conflict (path) where state in (1, 2, 3) do update set
            scan = case when excluded.scan > storage_findings.scan then excluded.scan else storage_findings.scan end,
            kind = case when storage_findings.state = 2 or storage_findings.kind not in (1, 2, 3, 4, 5) then storage_findings.kind else excluded.kind end,
            reason = case when storage_findings.state = 2 or storage_findings.kind not in (1, 2, 3, 4, 5) then storage_findings.reason else excluded.reason end,
            reason_code = case when storage_findings.state = 2 or storage_findings.kind not in (1, 2, 3, 4, 5) then storage_findings.reason_code else excluded.reason_code end,
            reason_arguments = case when storage_findings.state = 2 or storage_findings.kind not in (1, 2, 3, 4, 5) then storage_findings.reason_arguments else excluded.reason_arguments end,
            size = case when storage_findings.state = 2 or storage_findings.kind not in (1, 2, 3, 4, 5) then storage_findings.size else excluded.size end
        returning {FindingRow.Columns}
        """;

    private const string ChangeSql =
        $"""
        update storage_findings set state = @to, reason = coalesce(@reason, reason),
            reason_code = case when @code is null then reason_code else @code end,
            reason_arguments = case when @code is null then reason_arguments else null end,
            quarantined_at = case when @to = 2 then @now else quarantined_at end,
            closed_at = case when @to in (4, 5) then @now else null end,
            scan = (select r.scan from storage_reconciler r where r.id = 1)
        where id = @id and state = @from
        returning {FindingRow.Columns}
        """;

    /// <summary>What the scrub found lasts until the scrub, or the end of the video, says otherwise.</summary>
    private const string CloseUnseenSql =
        "update storage_findings set state = 5, closed_at = @now where state in (1, 3) and kind in (1, 2, 3, 4) and scan < @scan";

    /// <summary>Writes down what is wrong: as a new finding, or as one that is open and still so.</summary>
    /// <param name="verdicts">What is wrong.</param>
    /// <param name="scan">The scan that saw it.</param>
    /// <param name="now">When.</param>
    /// <returns>The findings, and which of them are new.</returns>
    public Task<IReadOnlyList<(FindingRow Row, bool IsNew)>> Report(IReadOnlyList<Verdict> verdicts, long scan, DateTimeOffset now) =>
        database.WriteAsync<IReadOnlyList<(FindingRow, bool)>>(async (connection, transaction) =>
        {
            var rows = new List<(FindingRow, bool)>(verdicts.Count);
            foreach (var verdict in verdicts)
            {
                var id = Guid.CreateVersion7(now).ToString("D");
                var row = await connection.QuerySingleAsync<FindingRow>(ReportSql, new
                {
                    id, verdict.Path, verdict.Size, scan,
                    reason = verdict.Reason.InEnglish(),
                    code = (long)verdict.Reason.Code,
                    arguments = verdict.Reason.Arguments is { Count: > 0 } list ? JsonSerializer.Serialize(list) : null,
                    video = verdict.VideoId?.ToString("D"),
                    kind = (int)verdict.Kind,
                    now = now.ToUnixTimeMilliseconds(),
                }, transaction);
                rows.Add((row, row.Id == id));
            }

            return rows;
        });

    /// <summary>Moves a finding to another state.</summary>
    /// <param name="row">The finding; its own state is the one that it may come from.</param>
    /// <param name="to">The new state.</param>
    /// <param name="now">When.</param>
    /// <param name="reason">How it ended; null keeps the reason.</param>
    /// <returns>The finding as it is now; null when it was in another state.</returns>
    public Task<FindingRow?> Change(FindingRow row, FindingState to, DateTimeOffset now, FindingReasonCode? reason = null) =>
        database.WriteAsync((connection, transaction) => connection.QuerySingleOrDefaultAsync<FindingRow?>(ChangeSql, new
        {
            id = row.Id, reason = reason?.Sentence(), code = (long?)reason, from = (int)row.State, to = (int)to, now = now.ToUnixTimeMilliseconds(),
        }, transaction));

    /// <summary>The moment now by the database's clock: it dates findings, and says when a file has been in quarantine for its time.</summary>
    public Task<DateTimeOffset> ReadClock() => database.ReadClockAsync();

    /// <summary>One finding; null when there is none.</summary>
    public async Task<FindingRow?> Find(Guid id)
    {
        await using var connection = await database.OpenAsync();
        return await connection.QuerySingleOrDefaultAsync<FindingRow?>(
            $"select {FindingRow.Columns} from storage_findings where id = @id", new { id = id.ToString("D") });
    }

    /// <summary>The open findings of these paths.</summary>
    public async Task<Dictionary<string, FindingRow>> Open(IEnumerable<string> paths)
    {
        var parameters = new DynamicParameters();
        var list = parameters.AddList(paths);
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<FindingRow>(
            $"select {FindingRow.Columns} from storage_findings where path in {list} and state in (1, 2, 3)", parameters);
        return rows.ToDictionary(row => row.Path, StringComparer.Ordinal);
    }

    /// <summary>A scan is complete: what it did not see is no longer so.</summary>
    /// <returns>How many findings that closed.</returns>
    public Task<int> CloseUnseen(long scan, DateTimeOffset now) =>
        database.ExecuteAsync(CloseUnseenSql, new { scan, now = now.ToUnixTimeMilliseconds() });

    /// <summary>A video's bytes are what was stored, whatever was found earlier.</summary>
    public Task CloseCorrupt(string path, DateTimeOffset now) => database.ExecuteAsync(
        "update storage_findings set state = 5, closed_at = @now where path = @path and kind = 5 and state in (1, 3)",
        new { path, now = now.ToUnixTimeMilliseconds() });

    /// <summary>Forgets what was closed long ago.</summary>
    public Task Prune(DateTimeOffset now) => database.ExecuteAsync(
        "delete from storage_findings where state in (4, 5) and closed_at < @before",
        new { before = (now - ClosedLife).ToUnixTimeMilliseconds() });
}

/// <summary>One row of the table <c>storage_findings</c> as Dapper reads it. Moments are Unix milliseconds.</summary>
internal sealed class FindingRow
{
    /// <summary>The columns of this row.</summary>
    public const string Columns =
        """
        id as Id, path as Path, video_id as VideoId, kind as KindNumber, state as StateNumber, reason as Reason,
        reason_code as ReasonCode, reason_arguments as ReasonArguments, size as Size,
        found_at as FoundAt, scan as Scan, quarantined_at as QuarantinedAt
        """;

    public required string Id { get; init; }
    public required string Path { get; init; }
    public string? VideoId { get; init; }
    public required long KindNumber { get; init; }
    public required long StateNumber { get; init; }
    public required string Reason { get; init; }
    public long? ReasonCode { get; init; }

    /// <summary>A JSON array of strings; null for none.</summary>
    public string? ReasonArguments { get; init; }

    public required long Size { get; init; }
    public required long FoundAt { get; init; }

    /// <summary>Number of the latest scan that saw it.</summary>
    public required long Scan { get; init; }

    /// <summary>When its file was last moved into quarantine; null when it never was.</summary>
    public long? QuarantinedAt { get; init; }

    public FindingKind Kind => (FindingKind)KindNumber;
    public FindingState State => (FindingState)StateNumber;
    public Guid? Video => VideoId is null ? null : Guid.Parse(VideoId);

    /// <summary>Whether this release knows what the row says; if not, it is left to the release that wrote it.</summary>
    public bool IsKnown => State != FindingState.Unknown && Enum.IsDefined(State) && Kind != FindingKind.Unknown && Enum.IsDefined(Kind);

    /// <summary>Whether a scan moves such a file by itself: nothing that a record asks for.</summary>
    public bool IsNobodys => Kind is FindingKind.OrphanFile or FindingKind.StalePart;

    /// <summary>The finding as it leaves the floor.</summary>
    /// <param name="quarantineLife">How long a file stays in quarantine.</param>
    public StorageFinding ToFinding(TimeSpan quarantineLife) => new()
    {
        Id = Guid.Parse(Id),
        Path = Path,
        VideoId = Video,
        Kind = Kind,
        Reason = Reason,
        Cause = ToCause(),
        Size = Size,
        State = State,
        FoundAt = DateTimeOffset.FromUnixTimeMilliseconds(FoundAt),
        RestorableUntil = State == FindingState.Quarantined ? UnixTime.FromColumn(QuarantinedAt) + quarantineLife : null,
    };

    /// <summary>A release that does not know the code changes the sentence alone: it counts only beside the sentence that it stands for.</summary>
    private FindingReason? ToCause()
    {
        if (ReasonCode is not { } code || !Enum.IsDefined((FindingReasonCode)code)) return null;
        var cause = new FindingReason((FindingReasonCode)code)
        {
            Arguments = ReasonArguments is null ? [] : JsonSerializer.Deserialize<string[]>(ReasonArguments)!,
        };
        return cause.InEnglish() == Reason ? cause : null;
    }
}
