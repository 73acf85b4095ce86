using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using OrleansVideo.Grains.Database;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Persistence;

/// <summary>Keeps grain state, reminders and the site's own tables in the data directory's database.</summary>
public static class VideoPersistenceSiloBuilderExtensions
{
    /// <summary>
    /// The name under which Orleans' ADO.NET providers know SQLite. The driver of that name is not loaded: the connections come from
    /// <see cref="SqliteDataSource"/>.
    /// </summary>
    private const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>
    /// Adds the data directory with its lock, the database with its migrations, grain storage as the default provider, and reminders.
    /// Everything is ready before the silo starts.
    /// </summary>
    /// <param name="silo">The silo to give a memory to.</param>
    /// <returns>The same builder.</returns>
    public static ISiloBuilder AddVideoPersistence(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        AddDataDirectory(silo.Services);
        AddDatabase(silo.Services);
        silo.Services.TryAddSingleton(provider => new StateSerializer(
            JsonTypeInfoResolver.Combine([.. provider.GetServices<GrainStateTypes>().Select(types => types.Resolver)])));
        return silo
            .AddAdoNetGrainStorageAsDefault(options => options.Configure<SqliteDataSource, StateSerializer>(UseStorage))
            .UseAdoNetReminderService(options => options.Configure<SqliteDataSource>(UseReminders))
            .SpeakPlainly(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)
            .AddIncomingGrainCallFilter<DatabaseTroubleFilter>();
    }

    private static void AddDataDirectory(IServiceCollection services)
    {
        services.AddVideoOptions<DataDirectoryOptions, DataDirectoryOptionsValidator>(VideoOptionsSection.Root);
        services.AddSingleton(provider => new DataDirectoryPaths(
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath,
            provider.GetRequiredService<IOptions<DataDirectoryOptions>>().Value.DataDirectory));
        services.AddSingleton<DataDirectoryLock>();
        services.AddStartupStep<DataDirectoryStartup>();
    }

    private static void AddDatabase(IServiceCollection services)
    {
        services.AddVideoOptions<DatabaseOptions, DatabaseOptionsValidator>("Database");
        services.AddSingleton(provider =>
        {
            // Services are disposed in the reverse order of their creation: the lock goes after the last connection has closed.
            provider.GetRequiredService<DataDirectoryLock>();
            return new SqliteDataSource(
                provider.GetRequiredService<DataDirectoryPaths>().DatabaseFile,
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Synchronous);
        });
        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<IVideoDatabase, SqliteVideoDatabase>();
    }

    private static void UseStorage(AdoNetGrainStorageOptions options, SqliteDataSource source, StateSerializer serializer)
    {
        options.Invariant = SqliteInvariant;
        options.DataSource = source;
        options.GrainStorageSerializer = serializer;
        options.DeleteStateOnClear = true;
    }

    private static void UseReminders(AdoNetReminderTableOptions options, SqliteDataSource source)
    {
        options.Invariant = SqliteInvariant;
        options.DataSource = source;
    }
}
