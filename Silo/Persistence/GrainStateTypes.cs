using System.Text.Json.Serialization.Metadata;

namespace OrleansVideo.Silo.Persistence;

/// <summary>
/// The state types of one floor, handed to <see cref="StateSerializer"/> by the service container. Only what is named here can be stored.
/// </summary>
/// <param name="Resolver">Describes the types: usually a source-generated <c>JsonSerializerContext</c>.</param>
public sealed record GrainStateTypes(IJsonTypeInfoResolver Resolver);
