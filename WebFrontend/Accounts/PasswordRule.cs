using Microsoft.AspNetCore.Identity;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>
/// The rule for passwords: long enough to resist guessing, short enough to hash, and not the user name. No rule of
/// composition: those make passwords harder to remember, not to guess (NIST SP 800-63B §5.1.1.2).
/// </summary>
public static class PasswordRule
{
    /// <summary>The fewest characters, in UTF-16 code units.</summary>
    public const int MinLength = 8;

    /// <summary>The most characters, in UTF-16 code units.</summary>
    public const int MaxLength = 128;

    /// <summary>Why the password can't be used, in words; null when it can.</summary>
    public static string? Refuse(string? password, string userName) => password switch
    {
        null or { Length: < MinLength } => "A password has at least 8 characters.",
        { Length: > MaxLength } => "A password has at most 128 characters.",
        _ when string.Equals(password, userName, StringComparison.OrdinalIgnoreCase) => "A password is not the user name.",
        _ when password.All(character => character == password[0]) => "A password is more than one character, repeated.",
        _ => null,
    };
}

/// <summary>Puts <see cref="PasswordRule"/> in the place of Identity's own rules, so that no path can get around it.</summary>
internal sealed class PasswordRuleValidator : IPasswordValidator<Account>
{
    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(PasswordRule.Refuse(password, user.Record.UserName) is { } words
            ? IdentityResult.Failed(new IdentityError { Code = nameof(PasswordRule), Description = words })
            : IdentityResult.Success);
}
