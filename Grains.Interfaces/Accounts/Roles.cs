namespace OrleansVideo.Accounts;

/// <summary>The roles that an account can have.</summary>
public static class Roles
{
    /// <summary>May see and change everything, and enter <c>/admin</c>.</summary>
    public const string Admin = "admin";
}
