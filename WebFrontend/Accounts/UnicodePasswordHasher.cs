using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>
/// Hashes passwords in one Unicode form, so that the same letters are the same password whichever keyboard typed them: composed or not,
/// of full width or not (NFKC, NIST SP 800-63B §3.1.1.2). A password that was stored as it came, by an earlier release, is right as it came.
/// </summary>
/// <param name="options">Identity's hashing parameters.</param>
internal sealed class UnicodePasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    /// <inheritdoc/>
    public override string HashPassword(Account user, string password) => base.HashPassword(user, FormOf(password));

    /// <inheritdoc/>
    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        var form = FormOf(providedPassword);
        var result = base.VerifyHashedPassword(user, hashedPassword, form);
        return result == PasswordVerificationResult.Failed && form != providedPassword
            ? base.VerifyHashedPassword(user, hashedPassword, providedPassword)
            : result;
    }

    private static string FormOf(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(password)); // Half of a surrogate pair, which is no text, becomes U+FFFD.
        }
    }
}

/// <summary>
/// A password hash that belongs to nobody. Comparing with it costs what comparing with a real one costs, so that the
/// time of an answer does not tell whether a user name exists.
/// </summary>
public sealed class DecoyPassword
{
    private static readonly Account Nobody = new(new AccountRecord { Id = Guid.Empty, UserName = "", Roles = [], CreatedAt = default });
    private readonly IPasswordHasher<Account> _hasher;

    /// <summary>Makes the hash, once, as those of the site's accounts are made.</summary>
    public DecoyPassword(IPasswordHasher<Account> hasher)
    {
        _hasher = hasher;
        Hash = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
    }

    /// <summary>The hash.</summary>
    internal string Hash { get; }

    /// <summary>Spends the time of one comparison.</summary>
    public void Compare(string password) => _hasher.VerifyHashedPassword(Nobody, Hash, password);
}
