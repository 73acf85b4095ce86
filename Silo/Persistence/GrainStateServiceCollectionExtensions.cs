using System.Text.Json.Serialization.Metadata;

namespace OrleansVideo.Silo.Persistence;

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
