using Dapper;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;
using State = OrleansVideo.Grains.Deletion.DeletionRowState;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// The ledger as admins and health read it: what it holds, how much, and how late it is. Whether a row is being worked on is told by its claim
/// and the database's clock.
/// </summary>
internal sealed class DeletionLedgerQueries(IVideoDatabase database)
{
    private static readonly string Columns =
        $$"""
        id as Id, video_id as VideoId, generation as Generation, owner_name as Owner, state as State, requested_by as RequestedBy,
        requested_at as RequestedAt, due_at as DueAt, attempts as Attempts, next_attempt_at as NextAttemptAt,
        last_error as LastError, silo as Silo, removal_started as RemovalStarted, bytes_freed as BytesFreed,
        started_at as StartedAt, finished_at as FinishedAt, removed_by as RemovedBy, removed_by_name as RemovedByName,
        removed_reason as Reason, held_reason as HoldReason,
        case when state = {{State.Open:D}} and claimed_until > {now} then 1 else 0 end as IsClaimed
        """;

    /// <summary>
    /// The list's statement for a filter, so that one index serves it. All but the unfiltered list sort by an expression that the index of all
    /// has not. What runs is little, found by its claims and sorted; a video's own deletions of one state are few.
    /// </summary>
    internal static string ListSql(DeletionState? state, bool ofVideo) => (state, ofVideo) switch
    {
        (null, false) => Page("deletions", "1 = 1", "requested_at", Keyset.Below("requested_at", "id")),
        (DeletionState.Running, false) =>
            $$"""
            with claimed as materialized (
                select * from deletions where state = {{State.Open:D}} and claimed_until > 0 and claimed_until > (select {now}))
            {{Page("claimed", "1 = 1", "requested_at", Keyset.Below("requested_at", "id"))}}
            """,
        (DeletionState.Waiting, false) => PageByFilter(Condition(DeletionState.Waiting)),
        (DeletionState.Unknown, false) => // Of a newer release; there is no index of these.
            Page("deletions", Condition(DeletionState.Unknown), "requested_at", Keyset.Below("requested_at", "id")),
        ({ } closed, false) => PageByFilter($"{Condition(closed)} and state in {IndexedStates}"), // The second as the index has it.
        (null, true) => PageByFilter(OfVideo),
        ({ } wanted, true) => PageByFilter($"{OfVideo} and {Condition(wanted)}"),
    };

    private static string PageByFilter(string condition) =>
        Page("deletions", condition, "requested_at + 0", Keyset.BelowExpression("requested_at + 0", "id"));

    private static string Page(string table, string condition, string sort, string after) =>
        $"select {Columns} from {table} where {condition} and {after} order by {sort} desc, id desc limit @take";

    private const string OfVideo = "video_id = @video";

    /// <summary>As the index by state has them.</summary>
    private static readonly string IndexedStates = $"({State.Done:D}, {State.DeadLetter:D}, {State.Held:D}, {State.Cancelled:D})";

    private static readonly string OpenSql =
        $"select count(*) from deletions where state = {State.Open:D} and slot >= @from and slot < @to";

    private static readonly string CountSql =
        $"""
        select ({OpenSql}) as Open,
               ({OpenSql} and next_attempt_at <= @now) as Due,
               (select count(*) from deletions where state = {State.DeadLetter:D} and slot >= @from and slot < @to) as DeadLetters,
               (select count(*) from deletions where state = {State.Held:D} and slot >= @from and slot < @to) as Held
        """;

    /// <summary>The newest first.</summary>
    public async Task<Page<DeletionRecord>> List(
        DeletionQuery query, int limit, Keyset? after, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            database.WithNow(ListSql(query.State, query.VideoId is not null)),
            new { video = query.VideoId?.ToString("D"), key = after?.Key, id = after?.Id, take = limit + 1 },
            cancellationToken: cancellationToken));
        return rows.AsList().ToPage(limit, row => new Keyset(row.RequestedAt, row.Id), row => row.ToRecord());
    }

    /// <summary>The video's newest deletion; null when it has none.</summary>
    public async Task<DeletionRecord?> Newest(Guid videoId)
    {
        await using var connection = await database.OpenAsync();
        return (await connection.QueryFirstOrDefaultAsync<Row>(
            database.WithNow($"select {Columns} from deletions where video_id = @video order by generation desc limit 1"),
            new { video = videoId.ToString("D") }))?.ToRecord();
    }

    /// <summary>The moment now by the database's clock, which says what is due.</summary>
    public Task<DateTimeOffset> ReadClock(CancellationToken cancellationToken = default) => database.ReadClockAsync(cancellationToken);

    /// <summary>How many rows of these slots are open, due, given up, and held. Reads every open row of the index.</summary>
    public async Task<(long Open, long Due, long DeadLetters, long Held)> Count((int From, int To) slots, DateTimeOffset now)
    {
        await using var connection = await database.OpenAsync();
        return await connection.QuerySingleAsync<(long, long, long, long)>(
            CountSql, new { from = slots.From, to = slots.To, now = now.ToUnixTimeMilliseconds() });
    }

    /// <summary>How long the oldest due row has been waiting for an attempt; zero when none is due. One look at an index.</summary>
    public async Task<TimeSpan> Lateness(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var oldest = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            $"select min(next_attempt_at) from deletions where state = {State.Open:D}", cancellationToken: cancellationToken));
        return oldest is { } at && at < now.ToUnixTimeMilliseconds()
            ? TimeSpan.FromMilliseconds(now.ToUnixTimeMilliseconds() - at)
            : TimeSpan.Zero;
    }

    /// <summary>What has become of the reminders of all shards that have ticked, by the order of their numbers.</summary>
    public async Task<IReadOnlyList<DeletionTicks>> ListTicks()
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<(string Shard, long LastTickAt, long Seen, long Missed)>(
            "select shard, last_tick_at, seen, missed from deletion_ticks order by length(shard), shard");
        return [.. rows.Select(row => new DeletionTicks(row.Shard, UnixTime.FromColumn(row.LastTickAt), row.Seen, row.Missed))];
    }

    private static string Condition(DeletionState state) => state switch
    {
        DeletionState.Waiting => $"state = {State.Open:D} and claimed_until <= (select {{now}})",
        DeletionState.Running => $"state = {State.Open:D} and claimed_until > (select {{now}})",
        DeletionState.Done => $"state = {State.Done:D}",
        DeletionState.DeadLetter => $"state = {State.DeadLetter:D}",
        DeletionState.Held => $"state = {State.Held:D}",
        DeletionState.Cancelled => $"state = {State.Cancelled:D}",
        _ => $"state not in {DeletionRow.KnownStates}",
    };

    private sealed class Row
    {
        public required string Id { get; init; }
        public required string VideoId { get; init; }
        public required long Generation { get; init; }
        public required string Owner { get; init; }
        public required long State { get; init; }
        public required string RequestedBy { get; init; }
        public required long RequestedAt { get; init; }
        public required long DueAt { get; init; }
        public required long Attempts { get; init; }
        public required long NextAttemptAt { get; init; }
        public string? LastError { get; init; }
        public long RemovedBy { get; init; }
        public string? RemovedByName { get; init; }
        public string? Reason { get; init; }
        public string? HoldReason { get; init; }
        public string? Silo { get; init; }
        public required long RemovalStarted { get; init; }
        public required long BytesFreed { get; init; }
        public long? StartedAt { get; init; }
        public long? FinishedAt { get; init; }
        public required long IsClaimed { get; init; }

        private DeletionState Shown => (DeletionRowState)State switch
        {
            DeletionRowState.Open => IsClaimed != 0 ? DeletionState.Running : DeletionState.Waiting,
            DeletionRowState.Done => DeletionState.Done,
            DeletionRowState.DeadLetter => DeletionState.DeadLetter,
            DeletionRowState.Held => DeletionState.Held,
            DeletionRowState.Cancelled => DeletionState.Cancelled,
            _ => DeletionState.Unknown,
        };

        public DeletionRecord ToRecord() => new()
        {
            VideoId = Guid.Parse(VideoId),
            Generation = Generation,
            Owner = Owner,
            State = Shown,
            RequestedBy = RequestedBy,
            RequestedAt = DateTimeOffset.FromUnixTimeMilliseconds(RequestedAt),
            DueAt = DateTimeOffset.FromUnixTimeMilliseconds(DueAt),
            Attempts = Attempts,
            NextAttemptAt = State == (long)DeletionRowState.Open ? DateTimeOffset.FromUnixTimeMilliseconds(NextAttemptAt) : null,
            LastError = LastError,
            Silo = Silo,
            RemovalStarted = RemovalStarted != 0,
            BytesFreed = BytesFreed,
            StartedAt = UnixTime.FromColumn(StartedAt),
            FinishedAt = UnixTime.FromColumn(FinishedAt),
            RemovedBy = DeletionRow.Authority(RemovedBy, RequestedBy, Owner),
            RemovedByName = RemovedByName ?? (DeletionRow.Authority(RemovedBy, RequestedBy, Owner) == HiddenBy.Admin ? RequestedBy : null),
            Reason = Reason,
            HoldReason = HoldReason,
        };
    }
}
