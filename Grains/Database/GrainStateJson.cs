using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OrleansVideo.Grains.Accounts;
using OrleansVideo.Grains.Uploads;
using OrleansVideo.Grains.Videos;

namespace OrleansVideo.Grains.Database;

/// <summary>How grain states are stored, for the host that owns the storage provider.</summary>
public static class GrainStateJson
{
    /// <summary>Knows every state type of this floor, and no other.</summary>
    public static IJsonTypeInfoResolver Resolver => StateJsonContext.Default;
}

/// <summary>
/// The types of every grain state. How they are written (names, enums by word, nulls) is set by the storage's serializer for all
/// of them, and not here; golden files guard it.
/// </summary>
[JsonSerializable(typeof(VideoState))]
[JsonSerializable(typeof(UploadState))]
[JsonSerializable(typeof(UserState))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
