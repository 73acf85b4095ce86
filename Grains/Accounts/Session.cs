using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansVideo.Accounts;

namespace OrleansVideo.Grains.Accounts;

/// <summary>One signed-in browser.</summary>
/// <param name="Id">Random; the cookie names it.</param>
/// <param name="ExpiresAt">When it ends unless it is used again.</param>
internal sealed record Session(Guid Id, DateTimeOffset ExpiresAt)
{
    /// <summary>What it was opened with; null when that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Device? Device { get; init; }

    /// <summary>When it was opened; null for sessions from before this was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When it was last used; written with whatever is written next.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Members of newer releases, kept when the state is written.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}
