using System.Net;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>Reads the list of proxies that are believed.</summary>
public static class KnownProxies
{
    /// <summary>The networks of a comma-separated list; a single address is a network of one.</summary>
    /// <param name="list">The list.</param>
    /// <param name="networks">The networks when this returns true.</param>
    /// <param name="unreadable">The entry that is neither an address nor a network when this returns false.</param>
    public static bool TryParse(string list, out IReadOnlyList<IPNetwork> networks, out string? unreadable)
    {
        var found = new List<IPNetwork>();
        networks = found;
        foreach (var entry in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(entry, out var address))
                found.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(entry, out var network))
                found.Add(network);
            else
                return (unreadable = entry) is null;
        }

        unreadable = null;
        return true;
    }
}
