using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace OrleansVideo.Accounts;

/// <summary>The rule for user names: 3 to 32 of <c>A-Za-z0-9._-</c>, compared in invariant upper case.</summary>
public static partial class UserName
{
    /// <summary>The characters that a name may hold.</summary>
    public const string AllowedCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

    private const string KeyPrefix = "user/";

    private static readonly FrozenSet<string> Reserved = new[]
    {
        "admin", "administrator", "anonymous", "anybody", "api", "deleted", "everybody", "everyone", "expiry", "guest", "help", "moderator",
        "nobody", "null", "official", "orleansvideo", "postmaster", "root", "security", "site", "staff", "support", "system", "undefined",
        "unknown", "webmaster",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the text can be a user name.</summary>
    public static bool IsValid(string? name) => name is not null && Pattern().IsMatch(name);

    /// <summary>
    /// Whether a visitor may not take the name: it is said of the site itself in its ledgers and logs, or somebody would be taken for
    /// who runs it. A name of nothing but punctuation is one of these too, as nobody can tell such apart.
    /// </summary>
    public static bool IsReserved(string name) => Reserved.Contains(name) || !name.Any(char.IsAsciiLetterOrDigit);

    /// <summary>The form in which names are compared.</summary>
    public static string Normalize(string name) => name.ToUpperInvariant();

    /// <summary>
    /// The key of the account's grain. The prefix keeps it apart from keys that Orleans' storage would read as numbers.
    /// </summary>
    public static string GrainKey(string name) => KeyPrefix + Normalize(name);

    /// <summary>Whether an account can have this key: it is the one of a name that is valid.</summary>
    public static bool IsGrainKey(string key) =>
        key.StartsWith(KeyPrefix, StringComparison.Ordinal) && IsValid(key[KeyPrefix.Length..]) && GrainKey(key[KeyPrefix.Length..]) == key;

    [GeneratedRegex(@"^[A-Za-z0-9._-]{3,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
