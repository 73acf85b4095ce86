using Dapper;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Streaming;

/// <summary>The one row by which activations of the stream limiter know which of them is the latest.</summary>
internal sealed class LimiterRow(IVideoDatabase database)
{
    private const string TakeSql = "update stream_limiter set epoch = @next where id = 1 and epoch = @seen";
    private const string LookSql = "select epoch from stream_limiter where id = 1";

    /// <summary>Takes the next epoch: no two callers ever get the same.</summary>
    public async Task<long> TakeNext()
    {
        while (true)
        {
            var seen = await Look(CancellationToken.None) ?? throw new InvalidOperationException("The table stream_limiter has lost its row.");
            if (await database.ExecuteAsync(TakeSql, new { seen, next = seen + 1 }) == 1) return seen + 1;
        }
    }

    /// <summary>The latest epoch taken; null when the row is gone.</summary>
    public async Task<long?> Look(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition(LookSql, cancellationToken: cancellationToken));
    }
}
