using Microsoft.AspNetCore.Identity;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>
/// ASP.NET Core Identity's store over the accounts' grains. Each update names the revision that it was made from, so two
/// that overlap can't both win. Roles are part of the record and written with it, never in a second step.
/// </summary>
/// <param name="grains">The cluster.</param>
internal sealed class GrainUserStore(IGrainFactory grains) : IUserPasswordStore<Account>, IUserSecurityStampStore<Account>
{
    /// <summary>Code of the error by which a creation fails when the name is, or ever was, in use.</summary>
    public const string NameTaken = nameof(IdentityErrorDescriber.DuplicateUserName);

    private static readonly IdentityErrorDescriber Errors = new();

    /// <inheritdoc/>
    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        if (!UserName.IsValid(user.Record.UserName)) return IdentityResult.Failed(Errors.InvalidUserName(user.Record.UserName));
        var created = await GrainOf(user.Record.UserName).Create(user.Record);
        if (!created.TryGet(out var record, out var refusal))
            return IdentityResult.Failed(refusal.Code == RefusalCode.UserNameTaken
                ? Errors.DuplicateUserName(user.Record.UserName)
                : Errors.InvalidUserName(user.Record.UserName));
        user.Record = record;
        return IdentityResult.Success;
    }

    /// <inheritdoc/>
    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        if (await GrainOf(user.Record.UserName).Update(user.Record, user.KeepSession) is not { } record)
            return IdentityResult.Failed(Errors.ConcurrencyFailure());
        user.Record = record;
        return IdentityResult.Success;
    }

    /// <summary>Accounts are not deleted: a name that was used once stays taken.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are not deleted.");

    /// <inheritdoc/>
    public async Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        UserName.IsValid(normalizedUserName) && await GrainOf(normalizedUserName).Read() is { } record ? new Account(record) : null;

    /// <inheritdoc/>
    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) && await grains.GetGrain<ICatalogGrain>(0).FindUserName(id, cancellationToken) is { } name
            ? await FindByNameAsync(name, cancellationToken)
            : null;

    /// <inheritdoc/>
    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.Id.ToString());

    /// <inheritdoc/>
    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Record.UserName);

    /// <summary>The name is part of the account's key, so it can't change.</summary>
    /// <exception cref="NotSupportedException">The name differs.</exception>
    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        userName == user.Record.UserName ? Task.CompletedTask : throw new NotSupportedException("User names do not change.");

    /// <inheritdoc/>
    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(UserName.Normalize(user.Record.UserName));

    /// <summary>Identity announces the normalised name before it saves; it follows from the name and is not kept.</summary>
    /// <exception cref="NotSupportedException">It does not follow from the name.</exception>
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) =>
        normalizedName == UserName.Normalize(user.Record.UserName)
            ? Task.CompletedTask
            : throw new NotSupportedException("The normalised name follows from the name.");

    /// <inheritdoc/>
    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.Record = user.Record with { PasswordHash = passwordHash };
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.PasswordHash);

    /// <inheritdoc/>
    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.PasswordHash is not null);

    /// <inheritdoc/>
    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken)
    {
        user.Record = user.Record with { SecurityStamp = stamp };
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.SecurityStamp);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing: grain references belong to the cluster client.
    }

    private IUserGrain GrainOf(string userName) => grains.GetGrain<IUserGrain>(UserName.GrainKey(userName));
}

/// <summary>
/// The user as ASP.NET Core Identity handles it: it sets one value after the other, then updates. The record within is
/// replaced by each step and reaches the account's grain whole.
/// </summary>
/// <param name="record">The account as its grain knows it, or as it is to be created.</param>
public sealed class Account(AccountRecord record)
{
    /// <summary>The account's values now.</summary>
    public AccountRecord Record { get; set; } = record;

    /// <summary>The session that goes on when the password changes; null ends all of them.</summary>
    public Guid? KeepSession { get; set; }
}
