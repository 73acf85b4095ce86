using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Providers;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Silo.Persistence;

/// <summary>Keeps grain state, reminders and the site's own tables in the database of either mode.</summary>
public static class VideoPersistenceSiloBuilderExtensions
{
    /// <summary>
    /// Adds the data directory, the database with its migrations, grain storage as the default provider, and reminders. Everything is
    /// ready before the silo starts.
    /// </summary>
    /// <param name="silo">The silo to give a memory to.</param>
    /// <returns>The same builder.</returns>
    public static ISiloBuilder AddVideoPersistence(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddDataDirectory();
        if (silo.Configuration.GetClusterMode() == ClusterMode.Cluster)
        {
            silo.Services.AddClusterDatabase();
            silo.Services.AddSharedDataDirectory();
        }
        else
        {
            silo.Services.AddEmbeddedDatabase();
        }

        silo.Services.TryAddSingleton(provider => new StateSerializer(
            JsonTypeInfoResolver.Combine([.. provider.GetServices<GrainStateTypes>().Select(types => types.Resolver)])));
        return silo
            .AddAdoNetGrainStorageAsDefault(options => options.Configure<ProviderDatabase, StateSerializer>(UseStorage))
            .UseAdoNetReminderService(options => options.Configure<ProviderDatabase>(UseReminders))
            .SpeakPlainly(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)
            .AddIncomingGrainCallFilter<DatabaseTroubleFilter>();
    }

    private static void UseStorage(AdoNetGrainStorageOptions options, ProviderDatabase database, StateSerializer serializer)
    {
        (options.Invariant, options.DataSource) = database;
        options.GrainStorageSerializer = serializer;
        options.DeleteStateOnClear = true;
    }

    private static void UseReminders(AdoNetReminderTableOptions options, ProviderDatabase database)
        => (options.Invariant, options.DataSource) = database;
}
