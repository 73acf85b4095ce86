using Npgsql;

namespace OrleansVideo.Silo.Database;

/// <summary>The connection string of a cluster's database, <c>ConnectionStrings:OrleansVideo</c>.</summary>
internal static class PostgresConnection
{
    private const string Name = "OrleansVideo";
    private const string Key = $"ConnectionStrings:{Name}";

    /// <summary>What is wrong with the connection string. Says nothing of what is in it: a password may be.</summary>
    /// <param name="configuration">The configuration of the host.</param>
    /// <returns>A sentence that names the key; null when the string can be used.</returns>
    public static string? Refuse(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString(Name);
        if (string.IsNullOrWhiteSpace(text)) return $"{Key} must be set when OrleansVideo:Cluster:Mode is Cluster.";
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database)
                ? $"{Key} must name Host and Database."
                : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return $"{Key} is not a connection string that Npgsql can read.";
        }
    }

    /// <summary>
    /// Opens nothing yet. What the string does not say: a connection attempt may take 5 s and a statement 10 s, so that a database that
    /// is cut off is noticed while somebody still waits; and a process takes at most so many connections.
    /// </summary>
    /// <param name="configuration">The configuration of the host.</param>
    /// <param name="maxConnections">Connections at most, unless the string says.</param>
    /// <returns>The database.</returns>
    public static NpgsqlDataSource CreateSource(IConfiguration configuration, int maxConnections)
    {
        var settings = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString(Name));
        if (!settings.ContainsKey("Timeout")) settings.Timeout = 5;
        if (!settings.ContainsKey("Command Timeout")) settings.CommandTimeout = 10;
        if (!settings.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = maxConnections;
        if (!settings.ContainsKey("Application Name")) settings.ApplicationName = "orleansvideo";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "orleansvideo" }.Build();
    }
}

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
