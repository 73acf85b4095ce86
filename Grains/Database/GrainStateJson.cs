using System.Text.Json.Serialization.Metadata;

namespace OrleansVideo.Grains.Database;

/// <summary>How grain states are stored, for the host that owns the storage provider.</summary>
public static class GrainStateJson
{
    /// <summary>Knows every state type of this floor, and no other.</summary>
    public static IJsonTypeInfoResolver Resolver => StateJsonContext.Default;
}
