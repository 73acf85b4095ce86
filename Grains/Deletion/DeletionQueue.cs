using System.Data.Common;
using Dapper;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.DueWork;
using OrleansVideo.Grains.Uploads;
using State = OrleansVideo.Grains.Deletion.DeletionRowState;
using Step = OrleansVideo.Grains.Deletion.DeletionStep;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// The ledger as a shard's pass sees it: claims what is due, keeps what it has claimed, gives back what it does not get to, records what came
/// of it; and what else the reminder's ticks find due. A claim lapses by the database's clock, or with the silo that made it. An outcome counts
/// only while the row still asks for it: one whose row was changed, or claimed again, since it was claimed is dropped, as what it has done can
/// be done again.
/// </summary>
internal sealed class DeletionQueue(IVideoDatabase database)
{
    /// <summary>
    /// How long a claim keeps others away unless it is kept. After a crash a row waits this long for its next claim; work that
    /// is done twice after all is harmless.
    /// </summary>
    public static readonly TimeSpan ClaimLife = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What is due and nobody's, from the front of the one index by the next attempt. A step that this release does not know is for a
    /// silo of the release that wrote it.
    /// </summary>
    internal static readonly string DueSql =
        $$"""
        select id from deletions
        where state = {{State.Open:D}} and next_attempt_at <= @now and slot >= @from and slot < @to and step in {{DeletionRow.KnownSteps}}
          and (claimed_until <= {now} or silo not in {alive})
        order by next_attempt_at limit @take
        """;

    private static readonly string NextDueSql =
        $"""
        select next_attempt_at from deletions
        where state = {State.Open:D} and slot >= @from and slot < @to and step in {DeletionRow.KnownSteps}
        order by next_attempt_at limit 1
        """;

    /// <summary>State and claim are asked again of the row itself: another process may have claimed it since it was selected.</summary>
    private static readonly string ClaimSql =
        $$"""
        update deletions set version = version + 1, attempts = attempts + 1, claimed_until = {now} + @life, silo = @silo,
            removal_started = case when step = {{Step.Purge:D}} then 1 else removal_started end,
            started_at = case when step = {{Step.Purge:D}} then coalesce(started_at, @now) else started_at end
        where id in (
            {{DueSql}})
          and state = {{State.Open:D}} and step in {{DeletionRow.KnownSteps}} and (claimed_until <= {now} or silo not in {alive})
        returning {{DeletionRow.Columns}}
        """;

    /// <summary>One statement for all: a transaction of many would keep others from the database. A claim that lapsed is nobody's to keep.</summary>
    private static readonly string KeepSql =
        $"update deletions set claimed_until = {{now}} + @life where id in {{ids}} and state = {State.Open:D} and claimed_until > {{now}}";

    private static readonly string GiveBackSql =
        $"""
        update deletions set claimed_until = 0, attempts = attempts - 1, version = version + 1
        where id = @id and version = @version and state = {State.Open:D}
        """;

    /// <summary>
    /// Asks for the step and not for the version: a deadline that was moved to now while the video was being hidden does not
    /// undo the hiding, and the purge must not wait until the claim lapses.
    /// </summary>
    private static readonly string HiddenSql =
        $"""
        update deletions set step = {Step.Purge:D}, attempts = 0, next_attempt_at = due_at, claimed_until = 0, version = version + 1,
            last_error = null
        where id = @id and step = {Step.Hide:D} and state = {State.Open:D}
        """;

    private const string FailedSql =
        """
        update deletions set state = @state, next_attempt_at = @next, last_error = @error, claimed_until = 0,
            version = version + 1, bytes_freed = bytes_freed + @freed
        where id = @id and version = @version
        """;

    private const string ClosedSql =
        """
        update deletions set state = @state, finished_at = @now, claimed_until = 0, version = version + 1,
            bytes_freed = bytes_freed + @freed
        where id = @id and version = @version
        """;

    /// <summary>Whole periods that have passed beside the one that this tick ends; a tick a little late is no missed one.</summary>
    private const string TickSql =
        """
        insert into deletion_ticks (shard, last_tick_at, seen, missed) values (@shard, @now, 1, 0)
        on conflict (shard) do update set last_tick_at = excluded.last_tick_at, seen = deletion_ticks.seen + 1,
            missed = deletion_ticks.missed + case when excluded.last_tick_at - deletion_ticks.last_tick_at > @period
                then (excluded.last_tick_at - deletion_ticks.last_tick_at - @period / 2) / @period else 0 end
        returning missed
        """;

    private const string ToldSql = "update deletions set untold = null where id = @id and untold = @untold";

    /// <summary>
    /// Videos that are yet to be told what an admin did. One that is not hidden yet is told once it is: until then it would not know which
    /// deletion this is about.
    /// </summary>
    public static readonly DueWorkList UntoldVideos = new(
        DueWorkKind.Removal,
        $"select distinct video_id as item, untold as due_at from deletions where untold is not null and step <> {Step.Hide:D} {{scope}}",
        Scope: "and slot >= @from and slot < @to");

    /// <summary>Videos that were purged longer ago than tombstones are kept.</summary>
    public static readonly DueWorkList ExpiredTombstones = new(
        DueWorkKind.Tombstone,
        $$"""
        select video_id as item, finished_at as due_at from deletions
        where state = {{State.Done:D}} and finished_at <= (select {now}) - @retention {scope}
        """,
        Scope: "and slot >= @from and slot < @to");

    /// <summary>The moment now by the database's clock, which says what is due.</summary>
    public Task<DateTimeOffset> ReadClock() => database.ReadClockAsync();

    /// <summary>
    /// Claims due rows of these slots, in the order of their next attempt. The first claim of a purge marks that removal
    /// has started: from then on it can't be undone.
    /// </summary>
    /// <param name="slots">The slots.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="silo">Who claims.</param>
    /// <param name="alive">The silos whose claims count: those of one that died are void before they lapse.</param>
    /// <param name="now">The moment until which rows are due.</param>
    public Task<IReadOnlyList<DeletionRow>> Claim(
        (int From, int To) slots, int take, string silo, IReadOnlyCollection<string> alive, DateTimeOffset now) =>
        database.WriteAsync<IReadOnlyList<DeletionRow>>(async (connection, transaction) =>
        {
            var parameters = new DynamicParameters(new
            {
                from = slots.From,
                to = slots.To,
                take,
                silo,
                life = (long)ClaimLife.TotalMilliseconds,
                now = now.ToUnixTimeMilliseconds(),
            });
            var sql = database.WithNow(ClaimSql).Replace("{alive}", parameters.AddList(alive), StringComparison.Ordinal);
            return (await connection.QueryAsync<DeletionRow>(sql, parameters, transaction)).AsList();
        });

    /// <summary>The work on these rows goes on: their claims live for another <see cref="ClaimLife"/>.</summary>
    public Task Keep(IReadOnlyCollection<DeletionRow> rows)
    {
        var parameters = new DynamicParameters(new { life = (long)ClaimLife.TotalMilliseconds });
        return database.ExecuteAsync(KeepSql.Replace("{ids}", parameters.AddList(rows.Select(row => row.Id)), StringComparison.Ordinal), parameters);
    }

    /// <summary>These rows were claimed and not begun: whoever looks next may have them, and no attempt is counted.</summary>
    public Task GiveBack(IReadOnlyCollection<DeletionRow> rows) => database.WriteAsync((connection, transaction) => connection.ExecuteAsync(
        GiveBackSql, rows.Select(row => new { id = row.Id, version = row.Version }), transaction));

    /// <summary>When the next open row of these slots is due; null when none is open.</summary>
    public async Task<DateTimeOffset?> NextDue((int From, int To) slots)
    {
        await using var connection = await database.OpenAsync();
        return UnixTime.FromColumn(await connection.ExecuteScalarAsync<long?>(
            NextDueSql, new { from = slots.From, to = slots.To }));
    }

    /// <summary>Records what came of claimed steps, all or none when it throws, as of now by the database's clock.</summary>
    public async Task Record(IReadOnlyCollection<DeletionOutcome> outcomes)
    {
        if (outcomes.Count > 0) await Record(outcomes, await database.ReadClockAsync());
    }

    /// <summary>Records them all, or none when it throws.</summary>
    public Task Record(IReadOnlyCollection<DeletionOutcome> outcomes, DateTimeOffset now)
    {
        if (outcomes.Count == 0) return Task.CompletedTask;
        using var activity = VideoTelemetry.Source.StartActivity("deletion outcomes");
        activity?.SetTag("orleansvideo.deletion.outcomes", outcomes.Count);
        return Write(outcomes, now);
    }

    private Task Write(IReadOnlyCollection<DeletionOutcome> outcomes, DateTimeOffset now) =>
        database.WriteAsync(async (connection, transaction) =>
        {
            foreach (var outcome in outcomes) await Record(connection, transaction, outcome, now);
        });

    private static async Task Record(DbConnection connection, DbTransaction transaction, DeletionOutcome outcome, DateTimeOffset now)
    {
        var (row, sql, state) = outcome switch
        {
            { IsDone: false } => (outcome.Row, FailedSql, outcome.RetryAfter is null ? State.DeadLetter : State.Open),
            { Row.Step: Step.Hide } => (outcome.Row, HiddenSql, State.Open),
            { Row.Step: Step.Unhide } => (outcome.Row, ClosedSql, State.Cancelled),
            _ => (outcome.Row, ClosedSql, State.Done),
        };
        await connection.ExecuteAsync(sql, new
        {
            id = row.Id,
            version = row.Version,
            state = (int)state,
            error = outcome.Error,
            freed = outcome.BytesFreed,
            next = outcome.RetryAfter is { } wait ? (now + wait).ToUnixTimeMilliseconds() : row.NextAttemptAt,
            now = now.ToUnixTimeMilliseconds(),
        }, transaction);

        // The files are gone whoever says so, so the storage is the owner's again: in the transaction that closes the row.
        if (state == State.Done) await StorageCharges.Remove(connection, transaction, row.VideoId);
    }

    /// <summary>The video has been told what this row says of its deletion.</summary>
    public Task MarkTold(DeletionRow row) => database.ExecuteAsync(ToldSql, new { id = row.Id, untold = row.Untold });

    /// <summary>Rows whose video has not been notified yet, the oldest first.</summary>
    public async Task<IReadOnlyList<DeletionRow>> ListUntold(string video)
    {
        await using var connection = await database.OpenAsync();
        return (await connection.QueryAsync<DeletionRow>(
            $"select {DeletionRow.Columns} from deletions where video_id = @video and untold is not null order by generation", new { video })).AsList();
    }

    /// <summary>Forgets all deletions of a video whose tombstone has expired.</summary>
    public Task ForgetVideo(string video) => database.ExecuteAsync("delete from deletions where video_id = @video", new { video });

    /// <summary>The shard's reminder has ticked.</summary>
    /// <returns>How many ticks were missed since the one before.</returns>
    public Task<long> CountTick(string shard, DateTimeOffset now, TimeSpan period) => database.WriteAsync(async (connection, transaction) =>
    {
        var before = await connection.ExecuteScalarAsync<long?>(
            "select missed from deletion_ticks where shard = @shard", new { shard }, transaction) ?? 0;
        var after = await connection.ExecuteScalarAsync<long>(
            TickSql, new { shard, now = now.ToUnixTimeMilliseconds(), period = (long)period.TotalMilliseconds }, transaction);
        return after - before;
    });

    /// <summary>Removes the tick counts of a shard that no longer exists.</summary>
    public Task ForgetTicks(string shard) => database.ExecuteAsync("delete from deletion_ticks where shard = @shard", new { shard });
}

/// <summary>What came of one claimed step.</summary>
/// <param name="Row">The row as it was claimed.</param>
/// <param name="Error">Why it failed, in words; null when it is done.</param>
/// <param name="BytesFreed">Bytes that this attempt freed.</param>
/// <param name="RetryAfter">How long a failed step waits for its next attempt; null when it is given up, or done.</param>
internal sealed record DeletionOutcome(DeletionRow Row, string? Error, long BytesFreed, TimeSpan? RetryAfter)
{
    /// <summary>Whether the step is done.</summary>
    public bool IsDone => Error is null;

    /// <summary>The step is done.</summary>
    public static DeletionOutcome Done(DeletionRow row, long bytesFreed = 0) => new(row, null, bytesFreed, null);
}
