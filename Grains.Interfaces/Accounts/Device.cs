using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansVideo.Accounts;

/// <summary>What an account was signed in with, for its owner to recognise; taken from what the browser says of itself.</summary>
/// <param name="Browser">The browser's or program's name; null when unknown.</param>
/// <param name="System">The operating system's name; null when unknown.</param>
[GenerateSerializer, Immutable, Alias("Device")]
public sealed record Device(
    [property: Id(0)] string? Browser,
    [property: Id(1)] string? System)
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxLength = 40;

    /// <summary>Nothing is known.</summary>
    public static readonly Device Unknown = new(null, null);

    /// <summary>Members that a newer release stored with it: kept in the state, not sent.</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? More { get; set; }
}
