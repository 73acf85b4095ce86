using Dapper;

namespace OrleansVideo.Grains.Database;

/// <summary>Single statements, so that a store need not spell out a transaction for each.</summary>
internal static class StatementExtensions
{
    /// <summary>Runs one writing statement in a transaction of its own.</summary>
    /// <param name="database">Where.</param>
    /// <param name="sql">The statement; <c>{now}</c> stands for the database's own clock.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <returns>How many rows it changed.</returns>
    public static Task<int> ExecuteAsync(this IVideoDatabase database, string sql, object parameters) =>
        database.WriteAsync((connection, transaction) => connection.ExecuteAsync(database.WithNow(sql), parameters, transaction));

    /// <summary>
    /// The moment now by the database's clock, cut to whole milliseconds. It decides whatever can't be undone: of many silos, one
    /// may have a clock that is wrong by days. Whoever is held up after the reading acts late, never early.
    /// </summary>
    /// <param name="database">Whose clock.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<DateTimeOffset> ReadClockAsync(
        this IVideoDatabase database, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return DateTimeOffset.FromUnixTimeMilliseconds(await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(database.WithNow("select {now}"), cancellationToken: cancellationToken)));
    }

    /// <summary>The statement with the database's own clock in place of <c>{now}</c>.</summary>
    public static string WithNow(this IVideoDatabase database, string sql) =>
        sql.Replace("{now}", database.NowMilliseconds, StringComparison.Ordinal);
}
