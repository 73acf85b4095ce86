using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// Brings the database to the schema of this program: runs the numbered scripts that its journal does not name yet, in the order of
/// their names. All of them and the reading of the journal share one write transaction, so that a failed one leaves nothing behind and
/// two migrators follow each other.
/// </summary>
public sealed partial class DatabaseMigrator
{
    private readonly SqliteDataSource source;
    private readonly ILogger<DatabaseMigrator> logger;
    private readonly IReadOnlyList<SqlScript> scripts;

    /// <summary>A migrator with the scripts that belong to this program.</summary>
    /// <param name="source">The database, prepared.</param>
    /// <param name="logger">Told of each script that was applied.</param>
    public DatabaseMigrator(SqliteDataSource source, ILogger<DatabaseMigrator> logger)
        : this(source, logger, MigrationScripts.Sqlite())
    {
    }

    internal DatabaseMigrator(SqliteDataSource source, ILogger<DatabaseMigrator> logger, IReadOnlyList<SqlScript> scripts)
    {
        this.source = source;
        this.logger = logger;
        this.scripts = scripts;
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
            var engine = DeployChanges.To.SqliteDatabase(shared)
                .WithScripts(scripts)
                .WithVariablesDisabled()
                .WithTransaction()
                .LogToNowhere()
                .Build();
            RefuseNewerSchema(engine);
            Apply(engine);
        }
        catch (SqliteException exception) when (SqliteErrors.Explain(source.FilePath, exception) is { } reason)
        {
            throw reason;
        }
    }

    private void RefuseNewerSchema(UpgradeEngine engine)
    {
        var unknown = engine.GetExecutedButNotDiscoveredScripts();
        if (unknown.Count == 0) return;
        throw new StartupException(
            $"The database '{source.FilePath}' was made by a newer version of this program, which applied {string.Join(", ", unknown)}: "
            + "start that version, or restore a backup made before it.");
    }

    private void Apply(UpgradeEngine engine)
    {
        var result = engine.PerformUpgrade();
        foreach (var script in result.Scripts)
        {
            LogApplied(script.Name);
        }

        if (result.Successful) return;
        if (result.Error is SqliteException exception && SqliteErrors.Explain(source.FilePath, exception) is { } reason) throw reason;
        throw new StartupException(
            $"The database '{source.FilePath}' could not be brought up to date: {result.ErrorScript?.Name} failed. {result.Error.Message}",
            result.Error);
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Information, Message = "Applied database migration {Script}.")]
    private partial void LogApplied(string script);
}
