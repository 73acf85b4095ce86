using DbUp.Engine;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// Runs the numbered scripts that a database's journal does not name yet, in the order of their names, and refuses a database that a
/// newer program has changed. Which connection, lock and transaction that happens in is the caller's affair.
/// </summary>
/// <param name="database">The database in words, such as "The database '/srv/data/video.db'".</param>
/// <param name="logger">Told of each script that was applied.</param>
internal sealed partial class MigrationEngine(string database, ILogger logger)
{
    /// <summary>Whether scripts are missing. Changes nothing.</summary>
    /// <param name="engine">DbUp, configured for the database.</param>
    /// <exception cref="StartupException">The database was migrated by a newer program.</exception>
    public bool IsBehind(UpgradeEngine engine)
    {
        RefuseNewerSchema(engine);
        return engine.IsUpgradeRequired();
    }

    /// <summary>Applies what is missing.</summary>
    /// <param name="engine">DbUp, configured for the database.</param>
    /// <returns>What came of it; a failure is for the caller to explain, or for <see cref="Failed"/>.</returns>
    /// <exception cref="StartupException">The database was migrated by a newer program.</exception>
    public DatabaseUpgradeResult Apply(UpgradeEngine engine)
    {
        RefuseNewerSchema(engine);
        var result = engine.PerformUpgrade();
        foreach (var script in result.Scripts)
        {
            LogApplied(script.Name);
        }

        return result;
    }

    /// <summary>What is said of a script that failed.</summary>
    /// <param name="result">What came of it.</param>
    /// <returns>The reason for an operator.</returns>
    public StartupException Failed(DatabaseUpgradeResult result) => new(
        $"{database} could not be brought up to date: {result.ErrorScript?.Name} failed. {result.Error.Message}", result.Error);

    private void RefuseNewerSchema(UpgradeEngine engine)
    {
        var unknown = engine.GetExecutedButNotDiscoveredScripts();
        if (unknown.Count == 0) return;
        throw new StartupException(
            $"{database} was made by a newer version of this program, which applied {string.Join(", ", unknown)}: "
            + "start that version, or restore a backup made before it.");
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Information, Message = "Applied database migration {Script}.")]
    private partial void LogApplied(string script);
}
