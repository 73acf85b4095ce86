using System.Text.Json.Serialization.Metadata;

namespace OrleansVideo.Silo.Persistence;

/// <summary>
/// The state types of one floor, handed to <see cref="StateSerializer"/> by the service container. Only what is named here can be stored.
/// </summary>
/// <remarks>
/// A property of a state has a setter. Source-generated readers set a property that can only be initialised even when the stored text
/// lacks it, and so an older state would lose the default that the property was given since.
/// </remarks>
/// <param name="Resolver">Describes the types: usually a source-generated <c>JsonSerializerContext</c>.</param>
public sealed record GrainStateTypes(IJsonTypeInfoResolver Resolver);
