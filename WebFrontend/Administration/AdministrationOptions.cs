using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>The first admin, <c>OrleansVideo:Administration</c>. With nothing set, a one-time code leads to it.</summary>
public sealed class AdministrationOptions
{
    /// <summary>User name of the admin that is created at start if absent.</summary>
    public string? AdminUserName { get; set; }

    /// <summary>Its first password. A password that was changed since is left alone.</summary>
    public string? AdminPassword { get; set; }
}

/// <summary>Checks the first admin's name and password by the rules for everybody. Messages name the key, never the value.</summary>
internal sealed class AdministrationOptionsValidator : IValidateOptions<AdministrationOptions>
{
    private const string NameKey = "OrleansVideo:Administration:AdminUserName";
    private const string PasswordKey = "OrleansVideo:Administration:AdminPassword";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AdministrationOptions options) =>
        Refuse(options) is { } words ? ValidateOptionsResult.Fail(words) : ValidateOptionsResult.Success;

    private static string? Refuse(AdministrationOptions options) => (options.AdminUserName, options.AdminPassword) switch
    {
        (null or "", null or "") => null,
        (null or "", _) => $"{PasswordKey} is set, but {NameKey} is not: set both or none.",
        (_, null or "") => $"{NameKey} is set, but {PasswordKey} is not: set both or none.",
        var (userName, _) when !UserName.IsValid(userName) =>
            $"{NameKey} must be 3 to 32 of the characters A-Z, a-z, 0-9, dot, hyphen and underscore.",
        var (userName, password) when PasswordRule.Refuse(password, userName) is { } words => $"{PasswordKey}: {words}",
        _ => null,
    };
}
