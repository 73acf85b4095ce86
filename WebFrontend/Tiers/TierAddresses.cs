namespace OrleansVideo.WebFrontend.Tiers;

/// <summary>Reads the list of a tier's addresses.</summary>
internal static class TierAddresses
{
    /// <summary>The addresses of a comma-separated list, each once.</summary>
    /// <param name="list">The list.</param>
    /// <param name="addresses">The addresses when this returns true; none of an empty list.</param>
    /// <param name="unreadable">The entry that is no such address when this returns false.</param>
    public static bool TryParse(string list, out IReadOnlyList<Uri> addresses, out string? unreadable)
    {
        var found = new List<Uri>();
        (addresses, unreadable) = (found, null);
        foreach (var entry in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(entry, UriKind.Absolute, out var uri) || !IsOrigin(uri))
            {
                unreadable = entry;
                return false;
            }

            if (!found.Contains(uri)) found.Add(uri);
        }

        return true;
    }

    /// <summary>Scheme, host and port, and nothing else: paths are forwarded as they are, and a user's name would be a secret.</summary>
    private static bool IsOrigin(Uri uri) =>
        uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;
}
