using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansVideo.Grains.Database;

namespace OrleansVideo.Grains.Accounts;

/// <summary>The stored state of one account. Revision 0 means that there is none.</summary>
internal sealed record UserState : IStoredState
{
    private const int CurrentSchema = 1;

    /// <inheritdoc/>
    public int Schema { get; set; } = CurrentSchema;

    /// <summary>Grows by one with each change of the account; sessions do not count.</summary>
    public long Revision { get; set; }

    public Guid AccountId { get; set; }
    public string UserName { get; set; } = "";
    public string? PasswordHash { get; set; }
    public string? SecurityStamp { get; set; }
    public IReadOnlyList<string> Roles { get; set; } = [];

    /// <summary>Written by earlier releases, which closed an account after failed sign-ins; neither counted nor read any more.</summary>
    public int FailedSignIns { get; set; }

    /// <summary>As <see cref="FailedSignIns"/>.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Live sessions and some that have expired since the last write.</summary>
    public IReadOnlyList<Session> Sessions { get; set; } = [];

    /// <inheritdoc/>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsNewer => Schema > CurrentSchema;
}
