using OrleansVideo.Grains.Streaming;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Persistence;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Database;

/// <summary>Adds the database of either mode. Both are migrated before the silo starts.</summary>
internal static class VideoDatabaseServiceCollectionExtensions
{
    /// <summary>Connections of one silo at most: two silos and their migrations fit into PostgreSQL's default of 100.</summary>
    private const int MaxConnections = 40;

    /// <summary>Adds the SQLite database in the data directory, which this process owns.</summary>
    public static IServiceCollection AddEmbeddedDatabase(this IServiceCollection services)
    {
        services.AddVideoOptions<DatabaseOptions, DatabaseOptionsValidator>("Database");
        services.AddSingleton<DataDirectoryLock>();
        services.AddSingleton(provider =>
        {
            // Services are disposed in the reverse order of their creation: the lock goes after the last connection has closed.
            provider.GetRequiredService<DataDirectoryLock>();
            return new SqliteDataSource(
                provider.GetRequiredService<DataDirectoryPaths>().DatabaseFile,
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Synchronous,
                provider.GetRequiredService<Ballast>().TryGiveUp);
        });
        services.AddSingleton(provider => new ProviderDatabase("System.Data.SQLite", provider.GetRequiredService<SqliteDataSource>()));
        services.AddSingleton<SqliteMigrator>();
        services.AddSingleton<StreamFrontends>();
        services.AddSingleton<IVideoDatabase, SqliteVideoDatabase>();
        return services.AddStartupStep<DataDirectoryStartup>();
    }

    /// <summary>Adds the PostgreSQL database that all silos share.</summary>
    public static IServiceCollection AddClusterDatabase(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => PostgresConnection.CreateSource(
            provider.GetRequiredService<IConfiguration>(), MaxConnections));
        services.AddSingleton(provider => new ProviderDatabase("Npgsql", provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<PostgresMigrator>();
        services.AddSingleton<IVideoDatabase, PostgresVideoDatabase>();
        return services.AddStartupStep<PostgresStartup>();
    }
}
