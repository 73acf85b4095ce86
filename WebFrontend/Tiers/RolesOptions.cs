namespace OrleansVideo.WebFrontend.Tiers;

/// <summary>What this frontend serves, directly under <c>OrleansVideo</c>.</summary>
public sealed class RolesOptions
{
    /// <summary>The key, as it is written in messages.</summary>
    public const string Key = "OrleansVideo:Roles";

    /// <summary>Both roles.</summary>
    public const string Default = "pages,streaming";

    /// <summary>
    /// <c>pages</c>, <c>streaming</c>, or both, separated by commas. A frontend without <c>streaming</c> forwards the routes of
    /// videos, posters and uploads to the frontends that <see cref="StreamingTierOptions.Address"/> names.
    /// </summary>
    public string Roles { get; set; } = Default;
}
