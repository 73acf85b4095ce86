namespace OrleansVideo.WebFrontend.Accounts.Sessions;

/// <summary>Marks an endpoint that is the same for everybody, so that no session is checked for it.</summary>
public sealed class NeedsNoSession
{
    /// <summary>The one instance.</summary>
    public static readonly NeedsNoSession Instance = new();
}
