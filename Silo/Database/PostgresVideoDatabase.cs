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

    private const string Query = "to_tsquery('simple', search_words(@match))";

    /// <summary>
    /// Two ways, of which a look at the newest 200 and at a thousandth of the table chooses one: a query that more than a twentieth match is
    /// answered from the newest on, 20,000 videos at most; a rarer one from the index of words, whose matches are all read and sorted. The
    /// planner does not know which is which: it takes any beginning of a word for rare where a site has less than a hundred frequent words
    /// (PostgreSQL's ts_selfuncs.c), and would read every match of a single letter.
    /// </summary>
    private const string Candidates =
        $$"""
        with chosen as materialized (
          select coalesce((select count(*) filter (where n.words @@ {{Query}}) * 20 > count(*) from (
              select v.words from videos v where v.status = 3 and v.visibility = 1 order by v.published_at desc, v.id desc limit 200) n), false)
            or coalesce((select count(*) filter (where t.words @@ {{Query}}) * 20 > count(*) from videos t tablesample system (0.1)), false) as frequent),
        walked as materialized (
          select v.seq, v.words from (
            select v.seq, v.words, v.published_at, v.id, v.status, v.visibility from videos v where v.status = 3 and v.visibility = 1
            order by v.published_at desc, v.id desc limit 20000) v
          where (select c.frequent from chosen c) and v.words @@ {{Query}} and {conditions}
          order by v.published_at desc, v.id desc limit @candidates),
        found as materialized (
          select v.seq, v.words from videos v where not (select c.frequent from chosen c) and v.words @@ {{Query}} and {conditions}
          order by v.published_at + 0 desc, v.id desc limit @candidates)
        select seq, words from walked union all select seq, words from found
        """;

    /// <summary>One user's newest 20,000, in the order of their index: few have more.</summary>
    private const string OwnerCandidates =
        $$"""
        select v.seq, v.words from (
          select v.seq, v.words, v.published_at + 0 as published, v.id, v.status, v.visibility from videos v
          where v.status = 3 and v.visibility = 1 and v.owner_key = @owner order by published desc, v.id desc limit 20000) v
        where v.words @@ {{Query}} and {conditions} order by v.published desc, v.id desc limit @candidates
        """;

    /// <inheritdoc/>
    public VideoSearch Search { get; } = new(
        Candidates,
        OwnerCandidates,
        Rank: $"-ts_rank(c.words, {Query})::double precision",
        Expression: (words, _) => string.Join(" & ", words.Select(word => $"'{Quoted(word)}':*")));

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
