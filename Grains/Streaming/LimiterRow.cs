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
