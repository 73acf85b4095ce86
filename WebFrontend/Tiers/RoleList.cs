namespace OrleansVideo.WebFrontend.Tiers;

/// <summary>Reads the list of a frontend's roles.</summary>
internal static class RoleList
{
    /// <summary>The roles of a comma-separated list of <c>pages</c> and <c>streaming</c>, in any case and order.</summary>
    /// <param name="list">The list.</param>
    /// <param name="roles">The roles when this returns true.</param>
    /// <param name="unreadable">The word that is no role when this returns false; null when there is no word at all.</param>
    public static bool TryParse(string list, out FrontendRoles roles, out string? unreadable)
    {
        (roles, unreadable) = (FrontendRoles.None, null);
        foreach (var word in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            switch (word.ToUpperInvariant())
            {
                case "PAGES": roles |= FrontendRoles.Pages; break;
                case "STREAMING": roles |= FrontendRoles.Streaming; break;
                default: unreadable = word; return false;
            }
        }

        return roles != FrontendRoles.None;
    }
}
