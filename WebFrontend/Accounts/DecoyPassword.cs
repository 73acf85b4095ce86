using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>
/// A password hash that belongs to nobody. Comparing with it costs what comparing with a real one costs, so that the
/// time of an answer does not tell whether a user name exists.
/// </summary>
public sealed class DecoyPassword
{
    private static readonly Account Nobody = new(new AccountRecord { Id = Guid.Empty, UserName = "", Roles = [], CreatedAt = default });
    private readonly UnicodePasswordHasher _hasher;

    /// <summary>Makes the hash, once, with the site's own hashing parameters.</summary>
    public DecoyPassword(IOptions<PasswordHasherOptions> options)
    {
        _hasher = new UnicodePasswordHasher(options);
        Hash = _hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
    }

    /// <summary>The hash.</summary>
    internal string Hash { get; }

    /// <summary>Spends the time of one comparison.</summary>
    public void Compare(string password) => _hasher.VerifyHashedPassword(Nobody, Hash, password);
}
