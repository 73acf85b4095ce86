namespace OrleansVideo.WebFrontend.Tiers;

/// <summary>The frontends that stream for this one, <c>OrleansVideo:StreamingTier</c>.</summary>
public sealed class StreamingTierOptions
{
    /// <summary>The key of <see cref="Address"/>, as it is written in messages.</summary>
    public const string AddressKey = "OrleansVideo:StreamingTier:Address";

    /// <summary>
    /// Where they listen: one http or https address or several, separated by commas, such as <c>http://10.0.0.7:5000</c>.
    /// A frontend that streams by itself has none.
    /// </summary>
    public string Address { get; set; } = "";
}
