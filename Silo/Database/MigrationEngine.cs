using System.Data.Common;
using System.Reflection;
using Dapper;
using DbUp.Engine;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// Runs the numbered scripts that a database's journal does not name yet, in the order of their names. A database that a newer release
/// has changed is accepted when all that it did is marked as additive, and refused otherwise. Which connection, lock and transaction
/// that happens in is the caller's affair.
/// </summary>
/// <remarks>
/// Each script leaves its mark in the table <c>migration_marks</c>, in its own transaction: a release of earlier learns there what the
/// scripts that it does not have mean for it.
/// </remarks>
/// <param name="database">The database in words, such as "The database '/srv/data/video.db'".</param>
/// <param name="marks">Where the marks are read.</param>
/// <param name="logger">Told of each script that was applied.</param>
internal sealed partial class MigrationEngine(string database, MigrationMarks marks, ILogger logger)
{
    private string[] _accepted = [];

    /// <summary>Whether scripts are missing. Changes nothing.</summary>
    /// <param name="engine">DbUp, configured for the database.</param>
    /// <exception cref="StartupException">A newer release changed the database in a way that this one can't live with.</exception>
    public bool IsBehind(UpgradeEngine engine)
    {
        RefuseNewerSchema(engine);
        return engine.IsUpgradeRequired();
    }

    /// <summary>Applies what is missing.</summary>
    /// <param name="engine">DbUp, configured for the database.</param>
    /// <returns>What came of it; a failure is for the caller to explain, or for <see cref="Failed"/>.</returns>
    /// <exception cref="StartupException">A newer release changed the database in a way that this one can't live with.</exception>
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
        var known = marks.Read();
        var refusing = unknown
            .Select(script => known.GetValueOrDefault(script) ?? new MigrationMark(script, IsAdditive: false, "it has no mark"))
            .Where(mark => !mark.IsAdditive)
            .ToArray();
        if (refusing.Length > 0)
        {
            throw new StartupException(
                $"{database} was made by a newer version of this program, which applied "
                + $"{string.Join(", ", refusing.Select(mark => $"{mark.Script} (not additive: {mark.Reason})"))}: "
                + "start that version, or restore a backup made before it.");
        }

        if (unknown.SequenceEqual(_accepted)) return;
        _accepted = [.. unknown];
        LogNewer(database, _accepted);
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Information, Message = "Applied database migration {Script}.")]
    private partial void LogApplied(string script);

    [LoggerMessage(
        EventId = 2012,
        Level = LogLevel.Information,
        Message = "{Database} was migrated by a newer release ({Scripts}). All of that is additive: this release starts beside it.")]
    private partial void LogNewer(string database, string[] scripts);
}

/// <summary>What a migration means for the release before it.</summary>
/// <param name="Script">The script's name.</param>
/// <param name="IsAdditive">Whether the release before runs beside it.</param>
/// <param name="Reason">Why it does not; empty when it does.</param>
internal sealed record MigrationMark(string Script, bool IsAdditive, string Reason)
{
    private const string Yes = "-- additive: yes";
    private const string No = "-- additive: no, because ";

    /// <summary>Reads the script's first line: <c>-- additive: yes</c>, or <c>-- additive: no, because …</c>. Without one it is not additive.</summary>
    public static MigrationMark Of(SqlScript script)
    {
        var line = script.Contents.AsSpan()[..Math.Max(0, script.Contents.AsSpan().IndexOfAny('\r', '\n'))].TrimEnd().ToString();
        if (line == Yes) return new(script.Name, IsAdditive: true, "");
        return line.StartsWith(No, StringComparison.Ordinal) && line.Length > No.Length
            ? new(script.Name, IsAdditive: false, line[No.Length..])
            : new(script.Name, IsAdditive: false, "its script does not say that it is");
    }
}

/// <summary>The marks of the migrations that were applied, in the database itself.</summary>
/// <param name="open">Opens a connection to read on.</param>
/// <param name="existsSql">Counts the table <c>migration_marks</c>: no release before this one made it.</param>
internal sealed class MigrationMarks(Func<DbConnection> open, string existsSql)
{
    /// <summary>The script as it is applied: it makes the table if need be, and leaves its mark.</summary>
    public static SqlScript Marking(SqlScript script)
    {
        var mark = MigrationMark.Of(script);
        return new SqlScript(script.Name, $"""
            create table if not exists migration_marks (script varchar(255) not null primary key, additive bigint not null, reason text not null);
            {script.Contents}
            insert into migration_marks (script, additive, reason) values ({Literal(mark.Script)}, {(mark.IsAdditive ? 1 : 0)}, {Literal(mark.Reason)});
            """);
    }

    /// <summary>Every mark, by the name of its script.</summary>
    public Dictionary<string, MigrationMark> Read()
    {
        using var connection = open();
        if (connection.ExecuteScalar<long>(existsSql) == 0) return [];
        return connection.Query<(string Script, long Additive, string Reason)>("select script, additive, reason from migration_marks")
            .ToDictionary(row => row.Script, row => new MigrationMark(row.Script, row.Additive != 0, row.Reason), StringComparer.Ordinal);
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

/// <summary>The numbered SQL scripts embedded in this assembly.</summary>
internal static class MigrationScripts
{
    /// <summary>The scripts for SQLite, in order, each named after its file: the journal keeps that name forever.</summary>
    /// <returns>Every script of the folder.</returns>
    public static IReadOnlyList<SqlScript> Sqlite() => Of("Sqlite");

    /// <summary>The scripts for PostgreSQL, as <see cref="Sqlite"/>.</summary>
    /// <returns>Every script of the folder.</returns>
    public static IReadOnlyList<SqlScript> Postgres() => Of("Postgres");

    /// <summary>Those of the folder, and those of the folder <c>Both</c>, whose SQL both databases understand.</summary>
    private static IReadOnlyList<SqlScript> Of(string database)
    {
        var assembly = Assembly.GetExecutingAssembly();
        string[] folders = [$"OrleansVideo.Silo.Database.Migrations.{database}.", "OrleansVideo.Silo.Database.Migrations.Both."];
        return [.. folders
            .SelectMany(folder => assembly.GetManifestResourceNames()
                .Where(resource => resource.StartsWith(folder, StringComparison.Ordinal))
                .Select(resource => Read(assembly, resource, folder)))
            .OrderBy(script => script.Name, StringComparer.Ordinal)];
    }

    private static SqlScript Read(Assembly assembly, string resource, string folder)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return new SqlScript(resource[folder.Length..], reader.ReadToEnd());
    }
}
