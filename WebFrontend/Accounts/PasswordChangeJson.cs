namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>A change of one's own password.</summary>
/// <param name="CurrentPassword">The password so far.</param>
/// <param name="NewPassword">The password from now on.</param>
public sealed record PasswordChangeJson(string? CurrentPassword, string? NewPassword)
{
    /// <summary>Says nothing: a password has no business in a log (W5).</summary>
    public override string ToString() => nameof(PasswordChangeJson);
}
