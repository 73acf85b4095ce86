using System.Data;
using System.Data.Common;
using Npgsql;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// The site's database on PostgreSQL. Any number of transactions write at once, each seeing what was committed before each of its
/// statements; a row that two of them change is changed by one after the other.
/// </summary>
/// <param name="source">Opens the connections.</param>
public sealed class PostgresVideoDatabase(NpgsqlDataSource source) : IVideoDatabase
{
    /// <inheritdoc/>
    public string NowMilliseconds => "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

    /// <inheritdoc/>
    public VideoSearch Search { get; } = new(
        From: "videos v",
        Condition: "v.words @@ to_tsquery('simple', search_words(@match))",
        Rank: "-ts_rank(v.words, to_tsquery('simple', search_words(@match)))::double precision",
        Expression: words => string.Join(" & ", words.Select(word => $"'{Quoted(word)}':*")));

    /// <inheritdoc/>
    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
        => await source.OpenConnectionAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var result = await work(connection, transaction); // A transaction that is disposed without a commit rolls back.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    // Within the quotes of a lexeme, quotes and backslashes are doubled (PostgreSQL documentation, 8.11.2).
    private static string Quoted(string word)
        => word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
}
