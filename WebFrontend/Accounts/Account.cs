using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

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
