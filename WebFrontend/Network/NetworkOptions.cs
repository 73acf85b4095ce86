namespace OrleansVideo.WebFrontend.Network;

/// <summary>The network in front of the site, <c>OrleansVideo:Network</c>.</summary>
public sealed class NetworkOptions
{
    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) and networks (<c>10.0.0.0/8</c>) of proxies whose <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are believed, separated by commas. None by default: anybody can send these headers (W1).
    /// </summary>
    public string KnownProxies { get; set; } = "";
}
