using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>The streaming tier as the forwarder knows it: which routes it has, and which frontends serve them.</summary>
internal static class StreamingTier
{
    /// <summary>The name of the tier.</summary>
    public const string Id = "streaming";

    /// <summary>
    /// For how long neither side may move a byte. It outlasts a player with a full buffer, and what the tier itself
    /// allows a stalled client (64 KiB at 240 bytes a second), so that the tier, which knows the playback, decides first.
    /// </summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    /// <summary>The routes that are forwarded, with everything below them.</summary>
    public static RouteConfig[] Routes { get; } = [.. new[] { "videos", "posters", "upload", "uploads" }.Select(route => new RouteConfig
    {
        RouteId = route,
        ClusterId = Id,
        Match = new RouteMatch { Path = $"/{route}/{{**below}}" },
        MaxRequestBodySize = -1, // The tier has limits of its own.
    })];

    /// <summary>The frontends of the tier. When none seems well, all are tried: one of them may be back.</summary>
    public static ClusterConfig Cluster(StreamingTierOptions options) => new()
    {
        ClusterId = Id,
        Destinations = Destinations(options.Address),
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = TimeSpan.FromSeconds(2),
                Timeout = TimeSpan.FromSeconds(5),
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures, // Two in a row.
                Path = "/health/ready",
            },
            Passive = new PassiveHealthCheckConfig
            {
                Enabled = true,
                Policy = UnreachableDestinations.PolicyName,
                ReactivationPeriod = UnreachableDestinations.Rest,
            },
        },
        // HTTP/1.1 each time: a connection carries one answer, so closing it ends that answer at once, at either side.
        HttpRequest = new ForwarderRequestConfig
        {
            ActivityTimeout = Idle,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        },
    };

    private static Dictionary<string, DestinationConfig> Destinations(string list) => TierAddresses.TryParse(list, out var addresses, out _)
        ? addresses.ToDictionary(address => address.GetLeftPart(UriPartial.Authority), address => new DestinationConfig { Address = address.ToString() })
        : [];
}
