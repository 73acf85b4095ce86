using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// Brings the embedded database to the schema of this program. All scripts and the reading of the journal share one write transaction,
/// so that a failed one leaves nothing behind and two migrators follow each other.
/// </summary>
public sealed class SqliteMigrator
{
    private readonly SqliteDataSource source;
    private readonly MigrationEngine migrations;
    private readonly IReadOnlyList<SqlScript> scripts;

    /// <summary>A migrator with the scripts that belong to this program.</summary>
    /// <param name="source">The database, prepared.</param>
    /// <param name="logger">Told of each script that was applied.</param>
    public SqliteMigrator(SqliteDataSource source, ILogger<SqliteMigrator> logger)
        : this(source, logger, MigrationScripts.Sqlite())
    {
    }

    internal SqliteMigrator(SqliteDataSource source, ILogger<SqliteMigrator> logger, IReadOnlyList<SqlScript> scripts)
    {
        this.source = source;
        this.scripts = [.. scripts.Select(MigrationMarks.Marking)];
        migrations = new MigrationEngine(
            $"The database '{source.FilePath}'",
            new MigrationMarks(() => source.OpenForReading(), "select count(*) from sqlite_master where type = 'table' and name = 'migration_marks'"),
            logger);
    }

    /// <summary>Applies what is missing. Called again, does nothing.</summary>
    /// <exception cref="StartupException">
    /// The database was migrated by a newer program, is locked or damaged, or a script failed (then none of them has been applied).
    /// </exception>
    public void Migrate()
    {
        try
        {
            using var connection = source.OpenForWriting();
            using var shared = new SharedConnection(connection);
            var result = migrations.Apply(DeployChanges.To.SqliteDatabase(shared)
                .WithScripts(scripts)
                .WithVariablesDisabled()
                .WithTransaction()
                .LogToNowhere()
                .Build());
            if (!result.Successful)
                throw Explain(result.Error as SqliteException) ?? migrations.Failed(result);
        }
        catch (SqliteException exception) when (Explain(exception) is { } reason)
        {
            throw reason;
        }
    }

    private StartupException? Explain(SqliteException? exception)
        => exception is null ? null : SqliteErrors.Explain(source.FilePath, exception);
}
