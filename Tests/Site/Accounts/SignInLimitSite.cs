using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Accounts;

/// <summary>A site with the limits on sign-ins that sites have, for one class; but the first delay is longer than any test.</summary>
public sealed class SignInLimitSite : IAsyncLifetime
{
    public SiteProcess Site { get; private set; } = null!;

    public static SiteSettings Settings => SiteSettings.Roomy.With("Limits:SignInsPerMinute", "20").With("Limits:FirstSignInDelay", "00:01:00");

    /// <summary>Somebody at a loopback address of their own.</summary>
    public SiteClient From(string address) => new(Site.Address, address);

    public async ValueTask InitializeAsync() => Site = await SiteProcess.StartAsync(Settings);

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
