using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Catalog;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Deletion;

namespace OrleansVideo.Grains.DueWork;

/// <summary>
/// Works off a list of due work. What was tried and is still on its list waits longer each time, in a table of its own, and is given
/// up after the last attempt. What was never tried has room of its own in each look, so that no number of items that fail keeps the
/// others waiting.
/// </summary>
internal sealed partial class DueWorkQueue(
    IVideoDatabase database, IOptions<DueWorkOptions> options, TimeProvider clock, ILogger<DueWorkQueue> logger)
{
    /// <summary>Items taken per look that were never tried; as many again that were.</summary>
    public const int Batch = 100;

    /// <summary>What is said of an item that an attempt did not move.</summary>
    public const string NotMoved = "It was taken up, and is due still; the log may say why.";

    private const long Open = 0;
    private const long GivenUp = 2;

    /// <summary>What left its list has no history: should it come back, it begins again.</summary>
    private const string ForgetSql =
        "delete from due_work where kind = @kind and not exists (select 1 from ({list}) due where due.item = due_work.item)";

    private const string NewSql =
        """
        select due.item as Item, cast(0 as bigint) as Attempts from ({list}) due
        where not exists (select 1 from due_work tried where tried.kind = @kind and tried.item = due.item)
        order by due.due_at limit @take
        """;

    private const string AgainSql =
        """
        select tried.item as Item, tried.attempts as Attempts from due_work tried join ({list}) due on due.item = tried.item
        where tried.kind = @kind and tried.state = 0 and tried.next_attempt_at <= (select {now})
        order by tried.next_attempt_at limit @take
        """;

    private const string TriedSql =
        """
        insert into due_work (kind, item, state, attempts, next_attempt_at, last_error, changed_at)
        values (@kind, @item, @state, @attempts, {now} + @wait, @error, {now})
        on conflict (kind, item) do update set state = excluded.state, attempts = excluded.attempts,
            next_attempt_at = excluded.next_attempt_at, last_error = excluded.last_error, changed_at = excluded.changed_at
        """;

    /// <summary>Does what is due, a bounded number of items.</summary>
    /// <param name="list">The list.</param>
    /// <param name="parameters">The parameters of its statement.</param>
    /// <param name="work">
    /// Does one. True when the item is done; false when that shows in whether it is still on the list at a later look. What it throws
    /// is the item's last error.
    /// </param>
    /// <param name="isEarly">
    /// Whether the list holds what is not late yet, after a start: what is not done by a first attempt has then nothing recorded.
    /// </param>
    /// <returns>How many items were taken up, and how many of them neither failed nor timed out.</returns>
    public async Task<(int Taken, int Done)> RunAsync(
        DueWorkList list, DynamicParameters parameters, Func<string, Task<bool>> work, bool isEarly = false)
    {
        parameters.Add("kind", (long)list.Kind);
        parameters.Add("take", Batch);
        var items = await TakeAsync(list, parameters);
        if (items.Count == 0) return (0, 0);
        var left = new ConcurrentQueue<(string Item, long Attempts)>(items);
        var results = new ConcurrentQueue<Attempt>();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(list.AtOnce, items.Count)).Select(async _ =>
        {
            while (left.TryDequeue(out var next)) results.Enqueue(await TryAsync(list, next.Item, next.Attempts + 1, work));
        }));
        var tried = results.ToList();
        if (isEarly) tried.RemoveAll(attempt => attempt is { Number: 1, Error: NotMoved });
        var moved = items.Count - tried.Count(attempt => attempt.Error is not (null or NotMoved));
        await RecordAsync(list, tried);
        return (items.Count, moved);
    }

    private async Task<IReadOnlyList<(string Item, long Attempts)>> TakeAsync(DueWorkList list, DynamicParameters parameters)
    {
        var anywhere = list.Sql.Replace("{scope}", "", StringComparison.Ordinal);
        var scoped = list.Sql.Replace("{scope}", list.Scope, StringComparison.Ordinal);
        await using var connection = await database.OpenAsync();
        var rows = new List<(string, long)>(await connection.QueryAsync<(string, long)>(Statement(NewSql, scoped), parameters));
        if (!await connection.ExecuteScalarAsync<bool>(
            "select exists (select 1 from due_work where kind = @kind)", new { kind = (long)list.Kind })) return rows;
        rows.AddRange(await connection.QueryAsync<(string, long)>(Statement(AgainSql, scoped), parameters));
        await database.ExecuteAsync(Statement(ForgetSql, anywhere), parameters);
        return rows;
    }

    private string Statement(string sql, string list) => database.WithNow(sql.Replace("{list}", list, StringComparison.Ordinal));

    private async Task<Attempt> TryAsync(DueWorkList list, string item, long number, Func<string, Task<bool>> work)
    {
        try
        {
            return new Attempt(item, number, await work(item).WaitAsync(options.Value.AttemptTimeout, clock) ? null : NotMoved);
        }
#pragma warning disable CA1031 // Whatever stops one item is recorded with it, and must not stop the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e, list.Kind, item, number);
            return new Attempt(item, number, e.Message);
        }
    }

    private async Task RecordAsync(DueWorkList list, List<Attempt> tried)
    {
        var rows = tried.Select(attempt => (Attempt: attempt, Wait: attempt.Error is null ? null : WaitFor(list, attempt.Number))).ToArray();
        await database.WriteAsync(async (connection, transaction) =>
        {
            foreach (var ((item, number, error), wait) in rows)
            {
                if (error is null && number == 1) continue; // It has no history.
                await connection.ExecuteAsync(
                    error is null ? "delete from due_work where kind = @kind and item = @item" : database.WithNow(TriedSql),
                    new
                    {
                        kind = (long)list.Kind, item, error, attempts = number,
                        state = wait is null ? GivenUp : Open,
                        wait = (long)(wait ?? TimeSpan.Zero).TotalMilliseconds,
                    },
                    transaction);
            }
        });
        foreach (var ((item, number, error), wait) in rows)
            if (error is not null && wait is null) LogGivenUp(list.Kind, item, number, error);
    }

    private TimeSpan? WaitFor(DueWorkList list, long attempts)
    {
        var wait = RetryPolicy.WaitFor(
            attempts, options.Value.MaxAttempts, options.Value.BackoffBase, options.Value.BackoffMax, Random.Shared.NextDouble());
        return wait < list.ShortestWait ? list.ShortestWait : wait;
    }

    private sealed record Attempt(string Item, long Number, string? Error);

    [LoggerMessage(1200, LogLevel.Warning, "Due work ({Kind}) on {Item} failed at attempt {Attempt}; it is tried again later, or given up after the last attempt")]
    private partial void LogFailed(Exception error, DueWorkKind kind, string item, long attempt);

    [LoggerMessage(1201, LogLevel.Error, "Due work ({Kind}) on {Item} is given up after {Attempts} attempts and waits for an admin: {Error}")]
    private partial void LogGivenUp(DueWorkKind kind, string item, long attempts, string error);
}

/// <summary>A list of due work: a statement that finds what is due, whatever was tried before.</summary>
/// <param name="Kind">Which list it is.</param>
/// <param name="Sql">
/// Selects <c>item</c> (text) and <c>due_at</c> of everything that is due, without order and limit. <c>{now}</c> stands for the
/// database's own clock, <c>{scope}</c> for <paramref name="Scope"/>.
/// </param>
/// <param name="Scope">A further condition on what is taken here, where several share a list: <c>and …</c>. Empty where nobody does.</param>
/// <param name="AtOnce">Items worked on at once.</param>
/// <param name="ShortestWait">The shortest wait between two attempts.</param>
internal sealed record DueWorkList(DueWorkKind Kind, string Sql, string Scope = "", int AtOnce = 8, TimeSpan ShortestWait = default);
