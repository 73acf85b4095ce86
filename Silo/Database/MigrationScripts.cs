using System.Reflection;
using DbUp.Engine;

namespace OrleansVideo.Silo.Database;

/// <summary>The numbered SQL scripts embedded in this assembly.</summary>
internal static class MigrationScripts
{
    /// <summary>The scripts for SQLite, in order, each named after its file: the journal keeps that name forever.</summary>
    /// <returns>Every script of the folder.</returns>
    public static IReadOnlyList<SqlScript> Sqlite() => Of("Sqlite");

    /// <summary>The scripts for PostgreSQL, as <see cref="Sqlite"/>.</summary>
    /// <returns>Every script of the folder.</returns>
    public static IReadOnlyList<SqlScript> Postgres() => Of("Postgres");

    private static IReadOnlyList<SqlScript> Of(string database)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var folder = $"OrleansVideo.Silo.Database.Migrations.{database}.";
        return [.. assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource => Read(assembly, resource, folder))];
    }

    private static SqlScript Read(Assembly assembly, string resource, string folder)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return new SqlScript(resource[folder.Length..], reader.ReadToEnd());
    }
}
