using System.Reflection;
using DbUp.Engine;

namespace OrleansVideo.Silo.Database;

/// <summary>The numbered SQL scripts embedded in this assembly.</summary>
internal static class MigrationScripts
{
    private const string SqliteFolder = "OrleansVideo.Silo.Database.Migrations.Sqlite.";

    /// <summary>The scripts for SQLite, in order, each named after its file: the journal keeps that name forever.</summary>
    /// <returns>Every script of the folder.</returns>
    public static IReadOnlyList<SqlScript> Sqlite()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(SqliteFolder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource => Read(assembly, resource))];
    }

    private static SqlScript Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return new SqlScript(resource[SqliteFolder.Length..], reader.ReadToEnd());
    }
}
