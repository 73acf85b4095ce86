namespace OrleansVideo.WebFrontend.Administration;

/// <summary>The first admin, <c>OrleansVideo:Administration</c>. With nothing set, a one-time code leads to it.</summary>
public sealed class AdministrationOptions
{
    /// <summary>User name of the admin that is created at start if absent.</summary>
    public string? AdminUserName { get; set; }

    /// <summary>Its first password. A password that was changed since is left alone.</summary>
    public string? AdminPassword { get; set; }
}
