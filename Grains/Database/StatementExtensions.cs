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

/// <summary>
/// Text values for <c>in</c>, one parameter each: of the two databases one has no arrays, and for the other lists are not
/// spelled out by the mapper.
/// </summary>
internal static class ValueList
{
    /// <summary>Adds the values to the parameters of a statement.</summary>
    /// <param name="parameters">The statement's parameters.</param>
    /// <param name="values">The values; none is allowed, and matches nothing.</param>
    /// <returns>What stands behind <c>in</c>, brackets included.</returns>
    public static string AddList(this DynamicParameters parameters, IEnumerable<string> values)
    {
        var names = new List<string>();
        foreach (var value in values)
        {
            var name = $"value{names.Count}";
            parameters.Add(name, value);
            names.Add("@" + name);
        }

        return names.Count == 0 ? "(null)" : $"({string.Join(", ", names)})";
    }
}

/// <summary>
/// The one form of a moment in tables and in state: Unix milliseconds. A grain cuts its clock to that before it stores
/// anything, so that a list and the grain behind it name the same moment.
/// </summary>
internal static class UnixTime
{
    /// <summary>The moment now, cut to whole milliseconds.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) =>
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>From a column that may be null.</summary>
    public static DateTimeOffset? FromColumn(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
