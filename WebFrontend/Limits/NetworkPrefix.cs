using System.Net;
using System.Net.Sockets;

namespace OrleansVideo.WebFrontend.Limits;

/// <summary>What one customer of a network has, as far as limits by address go.</summary>
public static class NetworkPrefix
{
    private const int PrefixBytes = 8; // An IPv6 customer has a /64 at least.

    /// <summary>An IPv4 address as it is, an IPv6 one by its /64.</summary>
    /// <param name="address">The caller's address; null when there is none, as over a Unix socket.</param>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[PrefixBytes..].Clear();
        return new IPAddress(bytes);
    }
}
