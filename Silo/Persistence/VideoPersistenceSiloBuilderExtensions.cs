using System.Data.Common;
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

/// <summary>The site's database as Orleans' ADO.NET providers take it.</summary>
/// <param name="Invariant">
/// The name by which they know the kind of database and how to bind parameters. The driver of that name is not loaded by them: the
/// connections come from <paramref name="DataSource"/>.
/// </param>
/// <param name="DataSource">Opens the connections.</param>
internal sealed record ProviderDatabase(string Invariant, DbDataSource DataSource);

/// <summary>
/// The state types of one floor, handed to <see cref="StateSerializer"/> by the service container. Only what is named here can be stored.
/// </summary>
/// <remarks>
/// A property of a state has a setter. Source-generated readers set a property that can only be initialised even when the stored text
/// lacks it, and so an older state would lose the default that the property was given since.
/// </remarks>
/// <param name="Resolver">Describes the types: usually a source-generated <c>JsonSerializerContext</c>.</param>
public sealed record GrainStateTypes(IJsonTypeInfoResolver Resolver);

/// <summary>Names the grain state types that can be stored.</summary>
public static class GrainStateServiceCollectionExtensions
{
    /// <summary>Adds state types to those the site can store. May be called several times.</summary>
    /// <param name="services">The services of the silo.</param>
    /// <param name="types">Describes the types: usually a source-generated <c>JsonSerializerContext</c>.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGrainStateTypes(this IServiceCollection services, IJsonTypeInfoResolver types)
        => services.AddSingleton(new GrainStateTypes(types));
}
