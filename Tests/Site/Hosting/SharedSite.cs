using OrleansVideo.Tests.Site.Hosting;

[assembly: AssemblyFixture(typeof(SharedSite))]

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>
/// One roomy site for all tests that need nothing special; it starts with the first that asks and ends with the run. Whatever they do
/// to it, refused, cut off and hostile, is no error of the site: its log must have none, and it must end in order.
/// </summary>
/// <remarks>Two environment variables name a site that runs already, such as a cluster behind its proxy: then it is that one.</remarks>
public sealed class SharedSite : IAsyncDisposable
{
    /// <summary>Address of a site that runs already.</summary>
    public const string AddressVariable = "ORLEANSVIDEO_TEST_SITE";

    /// <summary>Its data directory.</summary>
    public const string DataVariable = "ORLEANSVIDEO_TEST_DATA";

    private static readonly string? Running = Environment.GetEnvironmentVariable(AddressVariable);

    /// <summary>Whether it is a site that runs already: then two requests may reach two frontends.</summary>
    public static bool IsAttached => Running is not null;

    private readonly Lazy<Task<SiteProcess>> _site = new(() => Running is { } address
        ? Task.FromResult(SiteProcess.Attach(new Uri(address), Environment.GetEnvironmentVariable(DataVariable)!))
        : SiteProcess.StartAsync());

    public Task<SiteProcess> Get() => _site.Value;

    public async ValueTask DisposeAsync()
    {
        if (!_site.IsValueCreated) return;
        await using var site = await _site.Value;
        if (Running is not null) return;
        Assert.Equal(0, await site.Stop());
        site.Log.AssertNoErrors();
    }
}
