using System.Text.Json.Serialization;
using OrleansVideo.Grains.Accounts;
using OrleansVideo.Grains.Uploads;
using OrleansVideo.Grains.Videos;

namespace OrleansVideo.Grains.Database;

/// <summary>
/// The types of every grain state. How they are written (names, enums by word, nulls) is set by the storage's serializer for all
/// of them, and not here; golden files guard it.
/// </summary>
[JsonSerializable(typeof(VideoState))]
[JsonSerializable(typeof(UploadState))]
[JsonSerializable(typeof(UserState))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
