using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>
/// Where a form or a link says that the browser should go next. It comes from the request, so it may lead elsewhere, be huge, or hold
/// characters that the header Location can't carry (RFC 9110 §10.2.2: a URI reference, which is ASCII).
/// </summary>
public static class LocalUrl
{
    /// <summary>The longest address that is followed, in characters as they came.</summary>
    public const int MaxLength = 2000;

    private const string NotInAUri = "\"<>\\^`{|}"; // RFC 3986 appendix A: neither reserved nor unreserved.

    /// <summary>The address with everything encoded that a URI has no place for, when it is a path of this site.</summary>
    /// <param name="address">The address as it came; null for none.</param>
    /// <param name="fallback">Where to go when the address leads elsewhere, is too long or is no path.</param>
    /// <returns>A path with its query and fragment, in ASCII.</returns>
    public static string OrElse(string? address, string fallback) =>
        address is { Length: <= MaxLength } && address.StartsWith('/') && RedirectHttpResult.IsLocalUrl(address) ? Encode(address) : fallback;

    /// <summary>What is encoded already stays as it is: the percent sign is not touched.</summary>
    private static string Encode(string address)
    {
        if (address.All(IsPlain)) return address;
        var encoded = new StringBuilder(address.Length * 2);
        foreach (var octet in Encoding.UTF8.GetBytes(address))
        {
            if (IsPlain((char)octet)) encoded.Append((char)octet);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.ToString();
    }

    private static bool IsPlain(char character) => character is > ' ' and < '\x7f' && !NotInAUri.Contains(character, StringComparison.Ordinal);
}
