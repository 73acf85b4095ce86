using System.Text.Json.Serialization;
using OrleansVideo.Grains.Accounts;
using OrleansVideo.Grains.Uploads;
using OrleansVideo.Grains.Videos;

namespace OrleansVideo.Grains.Database;

/// <summary>The stored form of every grain state: camel case, enums by name, no CLR type names. Golden files guard it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VideoState))]
[JsonSerializable(typeof(UploadState))]
[JsonSerializable(typeof(UserState))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
