using Npgsql;

namespace OrleansVideo.Silo.Database;

/// <summary>What a cluster's database is called in messages.</summary>
internal static class PostgresName
{
    /// <summary>Host, port and database; neither user nor password.</summary>
    /// <param name="source">The database.</param>
    /// <returns>For example <c>The database 'video' at db.example:5432</c>.</returns>
    public static string Of(NpgsqlDataSource source)
    {
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        return $"The database '{settings.Database}' at {settings.Host}:{settings.Port}";
    }
}
