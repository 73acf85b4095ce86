using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using Npgsql;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// Brings the cluster's database to the schema of this program: by the migration step, or by the first silo that starts. Where nothing
/// is missing it only reads, so that silos need no right to change the schema.
/// </summary>
public sealed class PostgresMigrator
{
    /// <summary>The advisory lock under which one process migrates while the others wait for it.</summary>
    private const long LockKey = 0x4F72_6C65_616E_7356;

    private readonly NpgsqlDataSource source;
    private readonly MigrationEngine migrations;
    private readonly IReadOnlyList<SqlScript> scripts;
    private readonly string database;

    /// <summary>A migrator with the scripts that belong to this program.</summary>
    /// <param name="source">The database.</param>
    /// <param name="logger">Told of each script that was applied.</param>
    public PostgresMigrator(NpgsqlDataSource source, ILogger<PostgresMigrator> logger)
        : this(source, logger, MigrationScripts.Postgres())
    {
    }

    internal PostgresMigrator(NpgsqlDataSource source, ILogger<PostgresMigrator> logger, IReadOnlyList<SqlScript> scripts)
    {
        this.source = source;
        this.scripts = [.. scripts.Select(MigrationMarks.Marking)];
        database = PostgresName.Of(source);
        migrations = new MigrationEngine(
            database, new MigrationMarks(source.OpenConnection, "select case when to_regclass('migration_marks') is null then 0 else 1 end"), logger);
    }

    /// <summary>Applies what is missing: all of it, in one transaction, or nothing. Called again, does nothing.</summary>
    /// <param name="cancellationToken">Gives up waiting for another process that migrates.</param>
    /// <returns>A task that completes once the schema is this program's.</returns>
    /// <exception cref="StartupException">The schema is a newer program's, the user lacks a right, or a script failed.</exception>
    /// <exception cref="NpgsqlException">The database went away.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!IsBehind()) return;
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var held = await AdvisoryLock.TakeAsync(connection, LockKey, cancellationToken);
            if (!IsBehind()) return; // Another process was here while this one waited.
            var result = migrations.Apply(Engine());
            if (!result.Successful) throw Explain(result.Error) ?? migrations.Failed(result);
        }
        catch (PostgresException exception) when (Explain(exception) is { } reason)
        {
            throw reason;
        }
    }

    private bool IsBehind() => migrations.IsBehind(Engine());

    private UpgradeEngine Engine() => DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(source))
        .WithScripts(scripts)
        .WithVariablesDisabled()
        .WithTransaction()
        .LogToNowhere()
        .Build();

    private StartupException? Explain(Exception? exception)
        => exception is PostgresException refused ? PostgresErrors.Explain(refused, database) : null;
}

/// <summary>
/// A lock of PostgreSQL that has a number and no table, held by a connection: it ends with the connection, however that ends
/// (PostgreSQL documentation, 13.3.5).
/// </summary>
internal sealed class AdvisoryLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly long key;

    private AdvisoryLock(NpgsqlConnection connection, long key) => (this.connection, this.key) = (connection, key);

    /// <summary>Waits for the lock, for as long as others hold it.</summary>
    /// <param name="connection">Open; holds the lock until disposal.</param>
    /// <param name="key">The lock's number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The lock; disposing it releases it before the connection returns to its pool.</returns>
    public static async Task<AdvisoryLock> TakeAsync(NpgsqlConnection connection, long key, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, "SELECT pg_advisory_lock($1)", key);
        command.CommandTimeout = 0; // The other's migration takes as long as it takes.
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new AdvisoryLock(connection, key);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await using var command = Command(connection, "SELECT pg_advisory_unlock($1)", key);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, long key)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this class.
        command.CommandText = text;
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = key });
        return command;
    }
}
