using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.WebFrontend.Streaming.Sending;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>What the site believes of the network in front of it.</summary>
public static class NetworkSetup
{
    /// <summary>Adds the known proxies and the limits on request bodies.</summary>
    public static IServiceCollection AddNetwork(this IServiceCollection services)
    {
        services.AddVideoOptions<NetworkOptions, NetworkOptionsValidator>("Network");
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<NetworkOptions>>(Believe);
        services.AddOptions<HstsOptions>().Configure<IOptions<NetworkOptions>>((hsts, network) => hsts.MaxAge = network.Value.HstsMaxAge);
        services.AddSingleton<UnknownIdLimiter>();
        services.AddSingleton<PublicAddress>().AddHostedService(provider => provider.GetRequiredService<PublicAddress>());
        services.AddSingleton<ConnectionLimiter>().AddHostedService(provider => provider.GetRequiredService<ConnectionLimiter>());
        services.AddFileSending();
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(SetUp); // Once: a second call would replace the first.
        });
        return services;
    }

    /// <summary>Tells browsers that came over HTTPS to insist on it, unless the option says not to.</summary>
    public static void UseSiteHsts(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<IOptions<NetworkOptions>>().Value.HstsMaxAge > TimeSpan.Zero) app.UseHsts();
    }

    private static void SetUp(ListenOptions address)
    {
        address.LimitConnections();
        address.LimitUnsent();
        address.SendFiles();
    }

    /// <summary>Every hop must be a known proxy; the first that is not is the caller.</summary>
    private static void Believe(ForwardedHeadersOptions forwarded, IOptions<NetworkOptions> network)
    {
        var networks = KnownProxies.TryParse(network.Value.KnownProxies, out var known, out _) ? known : [];
        forwarded.ForwardedHeaders = networks.Count == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.ForwardLimit = null;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var each in networks) forwarded.KnownIPNetworks.Add(each);
    }
}

/// <summary>
/// Bounds what the kernel takes of a connection's bytes before they are sent (TCP_NOTSENT_LOWAT): what it holds flows on
/// after a stream token has ended, and takes memory for each slow viewer. Linux alone; elsewhere nothing is set.
/// </summary>
internal static class UnsentLimit
{
    private const int Bytes = 128 * 1024;
    private const int Tcp = 6; // IPPROTO_TCP
    private const int NotSentLowat = 25; // TCP_NOTSENT_LOWAT, linux/tcp.h

    /// <summary>Sets it for every connection of an address.</summary>
    public static void LimitUnsent(this ListenOptions address) => address.Use(next => connection =>
    {
        if (OperatingSystem.IsLinux() && connection.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket)
            socket.SetRawSocketOption(Tcp, NotSentLowat, BitConverter.GetBytes(Bytes));
        return next(connection);
    });
}
