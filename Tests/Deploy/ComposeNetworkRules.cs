using System.Net;

namespace OrleansVideo.Tests.Deploy;

/// <summary>Who is where: every process has an address of its own, and everybody else has been told the right one.</summary>
public static class ComposeNetworkRules
{
    public static IEnumerable<string> Check(ComposeFile file) =>
        Addresses(file).Concat(Advertised(file)).Concat(Believed(file)).Concat(Named(file));

    private static IEnumerable<string> Addresses(ComposeFile file)
    {
        foreach (var service in file.Services.Where(service => service.Text("network_mode") != "none"))
        {
            if (service.Addresses is not [var address])
                yield return $"{service.Name} has {service.Addresses.Count} fixed addresses";
            else if (!IPAddress.TryParse(address, out var parsed) || !file.Subnet.Contains(parsed))
                yield return $"{service.Name}: {address} lies outside of {file.Subnet}";
            else if (parsed.Equals(file.Subnet.BaseAddress) || parsed.GetAddressBytes()[3] is 1 or 255)
                yield return $"{service.Name}: {address} is the network's own";
        }

        foreach (var group in file.Services.SelectMany(service => service.Addresses).GroupBy(address => address))
        {
            if (group.Count() > 1) yield return $"{group.Key} is given {group.Count()} times";
        }
    }

    private static IEnumerable<string> Advertised(ComposeFile file) =>
        from silo in file.Silos
        let advertised = silo.Setting("OrleansVideo__Cluster__AdvertisedAddress")
        where advertised is null || !silo.Addresses.Contains(advertised)
        select $"{silo.Name} advertises {advertised ?? "nothing"} and is at {string.Join(", ", silo.Addresses)}";

    /// <summary>Frontends believe the proxy's headers, and nobody else's.</summary>
    private static IEnumerable<string> Believed(ComposeFile file) =>
        from frontend in file.Frontends
        let believed = frontend.Setting("OrleansVideo__Network__KnownProxies")
        where !file.Proxy.Addresses.SequenceEqual([believed])
        select $"{frontend.Name} believes {believed ?? "nobody"}";

    private static IEnumerable<string> Named(ComposeFile file) =>
        from service in file.Services
        from entry in service.List("extra_hosts")
        let parts = entry.Split(':', 2)
        where file[parts[0]]?.Addresses.Contains(parts[1]) != true
        select $"{service.Name}: {entry} is nobody's address";
}
