using System.Data.Common;
using Dapper;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Database;
using OrleansVideo.Videos;
using State = OrleansVideo.Grains.Deletion.DeletionRowState;
using Step = OrleansVideo.Grains.Deletion.DeletionStep;

namespace OrleansVideo.Grains.Deletion;

/// <summary>
/// What people and admins order of the deletion ledger: a deletion, its undoing, a hold, another attempt. A row decides what happens to its
/// video; each command is one transaction that compares what it knew of the row, so that it meets a running pass without waiting for it.
/// </summary>
internal sealed class DeletionLedgerCommands(IVideoDatabase database)
{
    private static readonly string OpenRowSql =
        $"select {DeletionRow.Columns} from deletions where video_id = @video and state in {DeletionRow.UnfinishedStates}";

    private static readonly string InsertSql =
        $"""
        insert into deletions (id, video_id, slot, generation, version, state, step, due_at, next_attempt_at, attempts,
            claimed_until, removal_started, owner_id, owner_name, size, bytes_freed, requested_by, requested_at,
            removed_by, removed_by_name, removed_reason, removed_at, untold)
        values (@id, @video, @slot,
            (select coalesce(max(generation), 0) + 1 from deletions where video_id = @video),
            1, {State.Open:D}, @step, @due, @now, 0, 0, @final, @owner, @ownerName, @size, 0, @by, @now,
            @authority, @by, @reason, @now, case when @authority = {HiddenBy.Owner:D} or @final = 1 then null else 1 end)
        on conflict do nothing
        """;

    /// <summary>
    /// Moves a purge to an earlier moment; one that has begun, or is due earlier, stays as it is. One that is held takes an admin's new
    /// deadline, and waits on; the owner's it does not take.
    /// </summary>
    private static readonly string HastenSql =
        $"""
        update deletions set due_at = @due, version = version + 1,
            next_attempt_at = case when step = {Step.Purge:D} then @due else next_attempt_at end
        where video_id = @video and (state = {State.Open:D} or (state = {State.Held:D} and @authority = {HiddenBy.Admin:D}))
            and step in {DeletionRow.KnownSteps} and removal_started = 0 and due_at > @due
        """;

    /// <summary>
    /// An admin's deletion of what its owner has in the trash makes it the admin's: the owner's deadline is kept below it. Said again it is the
    /// first admin's, with a reason that may be a new one.
    /// </summary>
    private static readonly string RaiseSql =
        $"""
        update deletions set
            owner_asked_at = case when {DeletionRow.IsAdminsSql} then owner_asked_at else requested_at end,
            owner_due_at = case when {DeletionRow.IsAdminsSql} then owner_due_at else due_at end,
            removed_at = case when {DeletionRow.IsAdminsSql} then coalesce(removed_at, requested_at) else @now end,
            removed_by_name = case when {DeletionRow.IsAdminsSql} and @reason is null then coalesce(removed_by_name, requested_by) else @by end,
            removed_reason = coalesce(@reason, case when {DeletionRow.IsAdminsSql} then removed_reason end),
            removed_by = {HiddenBy.Admin:D}, version = version + 1, untold = version + 1
        where video_id = @video and state in {DeletionRow.UnfinishedStates} and step in {DeletionRow.ForwardSteps} and removal_started = 0
            and (removed_by <> {HiddenBy.Admin:D} or (@reason is not null and coalesce(removed_reason, '') <> @reason))
        """;

    /// <summary>
    /// The owner deletes what an admin has removed: that shows once the admin gives it back. For good it happens at once, unless it is held,
    /// which is then refused.
    /// </summary>
    private static readonly string WishSql =
        $"""
        update deletions set owner_asked_at = @now, owner_due_at = @due, version = version + 1
        where video_id = @video and state in {DeletionRow.UnfinishedStates} and step in {DeletionRow.ForwardSteps} and removal_started = 0
            and {DeletionRow.IsAdminsSql} and (owner_due_at is null or owner_due_at > @due) and (state <> {State.Held:D} or @due > @now)
        """;

    /// <summary>Asking again for a deletion that was given up gives it all its attempts again.</summary>
    private static readonly string ReopenSql =
        $"""
        update deletions set state = {State.Open:D}, attempts = 0, next_attempt_at = @now, claimed_until = 0, version = version + 1
        where video_id = @video and state = {State.DeadLetter:D} and step in {DeletionRow.KnownSteps}
        """;

    private static readonly string TurnSql =
        $"""
        update deletions set step = {Step.Unhide:D}, state = {State.Open:D}, attempts = 0, next_attempt_at = @now, claimed_until = 0,
            version = version + 1, held_at = null, held_reason = null, untold = null
        where video_id = @video and step in {DeletionRow.ForwardSteps} and removal_started = 0
        """;

    /// <summary>An admin's deletion of what its owner had in the trash.</summary>
    private static readonly string BelowSql = $"removed_by = {HiddenBy.Admin:D} and owner_due_at is not null";

    /// <summary>Turns a deletion round. One that is on its way back already, or may have removed files, stays as it is; so does, for the owner, an admin's.</summary>
    private static readonly string OwnersCancelSql =
        $"{TurnSql} and state in ({State.Open:D}, {State.DeadLetter:D}) and not {DeletionRow.IsAdminsSql}";

    private static readonly string AdminsCancelSql =
        $"{TurnSql} and state in {DeletionRow.UnfinishedStates} and not ({BelowSql})";

    /// <summary>
    /// An admin gives back what its owner had in the trash: it is the owner's deletion again, with his deadline. One that has passed meanwhile
    /// is a whole window from now, unless he had asked for it to go for good.
    /// </summary>
    private static readonly string GiveBackSql =
        $"""
        update deletions set due_at = {OwnersDueSql}, next_attempt_at = case when step = {Step.Purge:D} then {OwnersDueSql} else @now end,
            removed_by = {HiddenBy.Owner:D}, removed_by_name = null, removed_reason = null, removed_at = owner_asked_at,
            owner_asked_at = null, owner_due_at = null, held_at = null, held_reason = null,
            state = {State.Open:D}, attempts = 0, claimed_until = 0, version = version + 1, untold = version + 1
        where video_id = @video and state in {DeletionRow.UnfinishedStates} and step in {DeletionRow.ForwardSteps} and removal_started = 0
            and {BelowSql}
        """;

    private const string OwnersDueSql = "(case when owner_due_at > @now or owner_due_at <= owner_asked_at then owner_due_at else @anew end)";

    private const string NewestSql =
        "video_id = @video and generation = (select max(generation) from deletions where video_id = @video)";

    /// <summary>Only what waits for its deadline: a video that is not hidden yet is hidden first, one that is going is gone.</summary>
    private static readonly string HoldSql =
        $"""
        update deletions set state = {State.Held:D}, claimed_until = 0, version = version + 1,
            held_at = @now, held_reason = @reason, untold = version + 1
        where {NewestSql} and state = {State.Open:D} and step = {Step.Purge:D} and removal_started = 0
        """;

    private static readonly string ReleaseSql =
        $"""
        update deletions set state = {State.Open:D}, version = version + 1, held_at = null, held_reason = null, untold = version + 1
        where {NewestSql} and state = {State.Held:D} and step in {DeletionRow.KnownSteps}
        """;

    /// <summary>A row between two attempts has the error of the last one; one that waits for its deadline has none.</summary>
    private static readonly string RetrySql =
        $$"""
        update deletions set attempts = case when state = {{State.DeadLetter:D}} then 0 else attempts end, state = {{State.Open:D}},
            next_attempt_at = @now, claimed_until = case when state = {{State.DeadLetter:D}} then 0 else claimed_until end, version = version + 1
        where {{NewestSql}} and step in {{DeletionRow.KnownSteps}}
            and (state = {{State.DeadLetter:D}} or (state = {{State.Open:D}} and last_error is not null and claimed_until <= {now}))
        """;

    private static readonly string ReplaySql =
        $"""
        update deletions set state = {State.Open:D}, attempts = 0, next_attempt_at = @now, claimed_until = 0, version = version + 1
        where state = {State.DeadLetter:D} and step in {DeletionRow.KnownSteps} and slot >= @from and slot < @to
        """;

    private static readonly string NewerSql =
        $"select count(*) from deletions where video_id = @video and state not in {DeletionRow.KnownStates}";

    /// <summary>
    /// Records a deletion, or finds the one that is open and moves its purge to <see cref="DeletionRequest.DueAt"/> if that
    /// is earlier. A deletion never gets a later deadline by being repeated.
    /// </summary>
    /// <returns>The open row.</returns>
    /// <exception cref="NewerVersionException">A newer release has a row of this video in a state that is unknown here.</exception>
    public async Task<DeletionRow> Open(DeletionRequest request)
    {
        using var activity = VideoTelemetry.Source.StartActivity("deletion record");
        activity?.SetTag("orleansvideo.video.id", request.VideoId);
        return await Write(request);
    }

    private Task<DeletionRow> Write(DeletionRequest request) => database.WriteAsync(async (connection, transaction) =>
    {
        var parameters = new
        {
            id = Guid.NewGuid().ToString("D"),
            video = request.VideoId.ToString("D"),
            slot = request.Slot,
            step = (int)(request.IsFinal ? Step.Purge : Step.Hide),
            due = request.DueAt.ToUnixTimeMilliseconds(),
            now = request.RequestedAt.ToUnixTimeMilliseconds(),
            final = request.IsFinal ? 1 : 0,
            owner = request.OwnerId.ToString("D"),
            ownerName = request.Owner,
            size = request.Size,
            by = request.RequestedBy,
            authority = (int)request.By,
            reason = request.Reason,
        };
        while (true)
        {
            // Whose it is, and the owner's deadline, come before another deadline does.
            await connection.ExecuteAsync(
                $"{InsertSql}; {(request.By == HiddenBy.Admin ? RaiseSql : WishSql)}; {ReopenSql}; {HastenSql}", parameters, transaction);
            if (await FindOpen(connection, transaction, parameters.video) is { } open) return open;
            if (await IsNewer(connection, transaction, parameters.video))
                throw new NewerVersionException($"A newer release has a deletion of video {request.VideoId} under way.");
            // Another process closed the open row between the two: the next round inserts a new one.
        }
    });

    /// <summary>
    /// Turns an open deletion round, unless files may be gone. An owner turns only his own one that nobody holds; an admin's is given back to the
    /// owner's trash when it came from there.
    /// </summary>
    /// <param name="videoId">The video.</param>
    /// <param name="now">The moment.</param>
    /// <param name="by">Who does.</param>
    /// <param name="window">How long an owner's trash is kept whose deadline has passed while an admin had it.</param>
    /// <returns>
    /// The row, now on its way back, or at an earlier step the owner's again; or <see cref="RefusalCode.NotInTrash"/>,
    /// <see cref="RefusalCode.RemovedByAdmin"/>, <see cref="RefusalCode.PurgeStarted"/>, <see cref="RefusalCode.NewerVersion"/>.
    /// </returns>
    public async Task<Result<DeletionRow>> Cancel(Guid videoId, DateTimeOffset now, HiddenBy by = HiddenBy.Owner, TimeSpan window = default)
    {
        using var activity = VideoTelemetry.Source.StartActivity("deletion cancel");
        activity?.SetTag("orleansvideo.video.id", videoId);
        return await TurnRound(videoId, now, by, window);
    }

    /// <summary>Keeps a deletion that waits for its deadline from going on; a held one stays held.</summary>
    /// <param name="videoId">The video.</param>
    /// <param name="now">The moment.</param>
    /// <param name="reason">What the owner is told; null for nothing.</param>
    public Task<Result<DeletionRow>> Hold(Guid videoId, DateTimeOffset now = default, string? reason = null) =>
        Change(videoId, HoldSql, now, row => row.State == State.Held, reason);

    /// <summary>Lets a held deletion go on.</summary>
    public Task<Result<DeletionRow>> Release(Guid videoId) => Change(videoId, ReleaseSql, default, _ => false);

    /// <summary>Has the next step of a deletion that failed tried now.</summary>
    public Task<Result<DeletionRow>> Retry(Guid videoId, DateTimeOffset now) => Change(videoId, RetrySql, now, _ => false);

    /// <summary>Has all dead letters of these slots tried again.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> Replay((int From, int To) slots, DateTimeOffset now) =>
        database.ExecuteAsync(ReplaySql, new { from = slots.From, to = slots.To, now = now.ToUnixTimeMilliseconds() });

    /// <summary>The video's newest deletion as it is; null when it has none.</summary>
    public async Task<DeletionRow?> FindNewest(Guid videoId)
    {
        await using var connection = await database.OpenAsync();
        return await FindNewest(connection, null, videoId.ToString("D"));
    }

    private Task<Result<DeletionRow>> TurnRound(Guid videoId, DateTimeOffset now, HiddenBy by, TimeSpan window) =>
        database.WriteAsync<Result<DeletionRow>>(async (connection, transaction) =>
        {
            var video = videoId.ToString("D");
            var parameters = new { video, now = now.ToUnixTimeMilliseconds(), anew = (now + window).ToUnixTimeMilliseconds() };
            while (true)
            {
                var changed = by == HiddenBy.Admin
                    ? await connection.ExecuteAsync(GiveBackSql, parameters, transaction) > 0
                        || await connection.ExecuteAsync(AdminsCancelSql, parameters, transaction) > 0
                    : await connection.ExecuteAsync(OwnersCancelSql, parameters, transaction) > 0;
                var row = await FindOpen(connection, transaction, video);
                if (row is null) return await IsNewer(connection, transaction, video) ? RefusalCode.NewerVersion : RefusalCode.NotInTrash;
                if (!row.IsKnown) return RefusalCode.NewerVersion;
                if (row.RemovalStarted) return RefusalCode.PurgeStarted;
                if (changed || row.Step == Step.Unhide) return row;
                if (by != HiddenBy.Admin && (row.RemovedBy != HiddenBy.Owner || row.State == State.Held)) return RefusalCode.RemovedByAdmin;
                // It became what was asked for between the statements: the next round finds it.
            }
        });

    private Task<Result<DeletionRow>> Change(Guid videoId, string sql, DateTimeOffset now, Func<DeletionRow, bool> isSoAlready, string? reason = null) =>
        database.WriteAsync<Result<DeletionRow>>(async (connection, transaction) =>
        {
            var video = videoId.ToString("D");
            var changed = await connection.ExecuteAsync(
                database.WithNow(sql), new { video, now = now.ToUnixTimeMilliseconds(), reason }, transaction);
            if (await FindNewest(connection, transaction, video) is not { } row) return RefusalCode.NotFound;
            if (!row.IsKnown) return RefusalCode.NewerVersion;
            if (changed > 0 || isSoAlready(row)) return row;
            return row.State == State.Open && row.RemovalStarted ? RefusalCode.PurgeStarted : RefusalCode.DeletionStateConflict;
        });

    private static async Task<bool> IsNewer(DbConnection connection, DbTransaction transaction, string video) =>
        await connection.ExecuteScalarAsync<long>(NewerSql, new { video }, transaction) > 0;

    private static Task<DeletionRow?> FindOpen(DbConnection connection, DbTransaction? transaction, string video) =>
        connection.QuerySingleOrDefaultAsync<DeletionRow?>(OpenRowSql, new { video }, transaction);

    private static Task<DeletionRow?> FindNewest(DbConnection connection, DbTransaction? transaction, string video) =>
        connection.QuerySingleOrDefaultAsync<DeletionRow?>(
            $"select {DeletionRow.Columns} from deletions where {NewestSql}", new { video }, transaction);
}

/// <summary>A deletion as it enters the ledger.</summary>
/// <param name="VideoId">Which video.</param>
/// <param name="OwnerId">Its owner's account id.</param>
/// <param name="Owner">Its owner's name.</param>
/// <param name="Size">Bytes of its content now.</param>
/// <param name="RequestedBy">Who asked: a user name, or the name of the rule that did.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="DueAt">When the files go.</param>
/// <param name="IsFinal">Whether there is nothing to undo: the purge follows at once.</param>
internal sealed record DeletionRequest(
    Guid VideoId,
    Guid OwnerId,
    string Owner,
    long Size,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset DueAt,
    bool IsFinal)
{
    /// <summary>Whose act it is: the owner's, or an admin's upon another's video.</summary>
    public HiddenBy By { get; init; } = HiddenBy.Owner;

    /// <summary>What an admin tells the owner; null when nothing is said.</summary>
    public string? Reason { get; init; }

    /// <summary>The slot of the ledger that the video falls into.</summary>
    public int Slot => DeletionShardKey.SlotOf(VideoId);

    /// <summary>
    /// The deletion of this video. One that never was ready (or never will be) can't be brought back, so it goes at once.
    /// </summary>
    public static DeletionRequest Of(VideoDetails video, string requestedBy, DateTimeOffset now, DateTimeOffset dueAt)
    {
        var isFinal = video.Status is VideoStatus.Draft or VideoStatus.Processing or VideoStatus.Failed;
        return new(video.Id, video.OwnerId, video.Owner, video.Size ?? 0, requestedBy, now, isFinal ? now : dueAt, isFinal);
    }
}
