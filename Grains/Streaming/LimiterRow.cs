using System.Text.Json;
using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Streaming;

/// <summary>The one row by which an activation of the stream limiter knows whether it is the latest, and what the one before it may have granted.</summary>
internal sealed class LimiterRow(IVideoDatabase database)
{
    private const string ReadSql = "select epoch, nonce, version, frontends, lease_life_ms as life, capacity from stream_limiter where id = 1";

    private const string WriteSql =
        """
        update stream_limiter
        set epoch = @epoch, nonce = @nonce, version = @version, frontends = @frontends, lease_life_ms = @life, capacity = @capacity
        where id = 1 and epoch = @seenEpoch and nonce = @seenNonce and version = @seenVersion
        """;

    /// <summary>Takes the next epoch: no two callers ever get the same. The promised life is the longer of the stored and the caller's.</summary>
    /// <returns>The row as it is now, and whose it was until then: nobody's in between.</returns>
    public async Task<(LimiterRecord Taken, LimiterTerm Before)> TakeNext(TimeSpan leaseLife)
    {
        while (true)
        {
            var seen = await Read(CancellationToken.None) ?? throw new InvalidOperationException("The table stream_limiter has lost its row.");
            var life = seen.LeaseLife > leaseLife ? seen.LeaseLife : leaseLife;
            var next = seen with { Epoch = seen.Epoch + 1, Nonce = Guid.NewGuid().ToString("N"), LeaseLife = life };
            if (await Replace(seen, next) is { } taken) return (taken, seen.Term);
        }
    }

    /// <summary>The row as it is; null when it is gone.</summary>
    public async Task<LimiterRecord?> Read(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(ReadSql, cancellationToken: cancellationToken));
        return row is null ? null : new LimiterRecord(
            row.Epoch, row.Nonce, row.Version, JsonSerializer.Deserialize<Guid[]>(row.Frontends)!, TimeSpan.FromMilliseconds(row.Life), (int?)row.Capacity);
    }

    /// <summary>Writes the row if it is still as it was seen.</summary>
    /// <returns>What was written; null when it was not.</returns>
    public async Task<LimiterRecord?> Replace(LimiterRecord seen, LimiterRecord next)
    {
        next = next with { Version = seen.Version + 1 };
        var changed = await database.ExecuteAsync(WriteSql, new
        {
            epoch = next.Epoch,
            nonce = next.Nonce,
            version = next.Version,
            frontends = JsonSerializer.Serialize(next.Frontends),
            life = (long)next.LeaseLife.TotalMilliseconds,
            capacity = (long?)next.Capacity,
            seenEpoch = seen.Epoch,
            seenNonce = seen.Nonce,
            seenVersion = seen.Version,
        });
        return changed == 1 ? next : null;
    }

    /// <summary>
    /// Forgets the frontends, for a process that alone serves the site and starts: whatever held leases before it is gone,
    /// and nobody has to be waited for.
    /// </summary>
    public async Task ForgetFrontends()
    {
        while (await Read(CancellationToken.None) is { Frontends.Count: > 0 } seen && await Replace(seen, seen with { Frontends = [] }) is null)
        {
        }
    }

    private sealed class Row
    {
        public long Epoch { get; init; }

        public string Nonce { get; init; } = "";

        public long Version { get; init; }

        public string Frontends { get; init; } = "[]";

        public long Life { get; init; }

        public long? Capacity { get; init; }
    }
}

/// <summary>What the one row of the stream limiter holds.</summary>
/// <param name="Epoch">The latest epoch taken.</param>
/// <param name="Nonce">Random text, drawn by whoever took the epoch.</param>
/// <param name="Version">Grows with each write.</param>
/// <param name="Frontends">The frontends that may hold leases: each was listed before its first grant.</param>
/// <param name="LeaseLife">The longest life of a lease that may be valid.</param>
/// <param name="Capacity">The number of tokens that an admin has set; null for the option's.</param>
internal sealed record LimiterRecord(long Epoch, string Nonce, long Version, IReadOnlyList<Guid> Frontends, TimeSpan LeaseLife, int? Capacity)
{
    /// <summary>Whose the row is.</summary>
    public LimiterTerm Term => new(Epoch, Nonce);
}

/// <summary>
/// What one activation of the limiter took from the row, and no other ever does. The epoch alone would not tell: after a
/// backup was put back, the row counts again through numbers that it had given out.
/// </summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Nonce">Random text; empty where a release that knew none took the epoch.</param>
internal readonly record struct LimiterTerm(long Epoch, string Nonce);

/// <summary>The row as one activation of the limiter writes it: one write at a time, and none after a later activation's first.</summary>
/// <param name="row">The row.</param>
/// <param name="taken">What it was when this activation took its epoch.</param>
internal sealed class LimiterRegister(LimiterRow row, LimiterRecord taken)
{
    private LimiterRecord _record = taken;
    private Task _last = Task.CompletedTask;

    /// <summary>
    /// Whether the row is as it was last seen. A write that failed may have been done, or may be done yet: then the next
    /// change writes though nothing seems to change, so that either its own write is the last or the row is read.
    /// </summary>
    private bool _isSure = true;

    /// <summary>
    /// Changes the row, after the changes asked for before. The change may be asked for more than once, and returns its
    /// argument where there is nothing to do. To be called in turns of the grain alone.
    /// </summary>
    /// <exception cref="TimeoutException">A later activation has taken over.</exception>
    public Task Change(Func<LimiterRecord, LimiterRecord> change) => _last = After(_last, change);

    private async Task After(Task before, Func<LimiterRecord, LimiterRecord> change)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing); // Its own caller's failure.
        while (change(_record) is var next && (!_isSure || !ReferenceEquals(next, _record)))
        {
            _isSure = false;
            _record = await row.Replace(_record, next) ?? await ReadOwn();
            _isSure = true;
        }
    }

    /// <summary>A write that was given up was done after all: the row's version tells.</summary>
    private async Task<LimiterRecord> ReadOwn() =>
        await row.Read(CancellationToken.None) is { } found && found.Term == _record.Term
            ? found
            : throw new TimeoutException($"The stream limiter of epoch {_record.Epoch} was replaced by a later one.");
}

/// <summary>The frontends that a stream limiter which takes over waits for.</summary>
/// <param name="database">Where they are listed.</param>
public sealed class StreamFrontends(IVideoDatabase database)
{
    /// <summary>
    /// Forgets them: for a process that serves the site alone, when it starts. Whatever held leases before it is gone with its
    /// sockets, and would never report.
    /// </summary>
    public Task ForgetAsync() => new LimiterRow(database).ForgetFrontends();
}
