using Microsoft.AspNetCore.Identity;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Puts <see cref="PasswordRule"/> in the place of Identity's own rules, so that no path can get around it.</summary>
internal sealed class PasswordRuleValidator : IPasswordValidator<Account>
{
    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(PasswordRule.Refuse(password, user.Record.UserName) is { } words
            ? IdentityResult.Failed(new IdentityError { Code = nameof(PasswordRule), Description = words })
            : IdentityResult.Success);
}
