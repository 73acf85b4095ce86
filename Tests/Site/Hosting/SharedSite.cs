using OrleansVideo.Tests.Site.Hosting;

[assembly: AssemblyFixture(typeof(SharedSite))]

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>
/// One roomy site for all tests that need nothing special; it starts with the first that asks and ends with the run. Whatever they do
/// to it, refused, cut off and hostile, is no error of the site: its log must have none, and it must end in order.
/// </summary>
public sealed class SharedSite : IAsyncDisposable
{
    private readonly Lazy<Task<SiteProcess>> _site = new(() => SiteProcess.StartAsync());

    public Task<SiteProcess> Get() => _site.Value;

    public async ValueTask DisposeAsync()
    {
        if (!_site.IsValueCreated) return;
        await using var site = await _site.Value;
        Assert.Equal(0, await site.Stop());
        Assert.DoesNotContain(site.Log.Text.Split('\n'),
            line => line.StartsWith("fail: ", StringComparison.Ordinal) || line.StartsWith("crit: ", StringComparison.Ordinal));
    }
}
