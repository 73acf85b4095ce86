using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Players;

/// <summary>
/// A site with the limits that it comes with, save that a token lingers for five seconds only, whose log has every request; and a film
/// on it in two forms. However players cut their requests off, that is no error: its log must have none.
/// </summary>
public sealed class PlayersSite : IAsyncLifetime
{
    private readonly Dictionary<string, ShownFilm> _films = [];

    public SiteProcess Site { get; private set; } = null!;

    public SiteClient Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await SiteProcess.StartAsync(new SiteSettings()
            .With("Administration:AdminUserName", SiteSettings.AdminName).With("Administration:AdminPassword", SiteSettings.AdminPassword)
            .With("Streaming:Linger", "00:00:05")
            .With("Streaming:MaxStreamsPerViewer", "32") // Programs without cookies at one address are one viewer.
            .WithVariable("Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Information"));
        Admin = await Site.Admin();
        _films["fast"] = await Show(await SampleVideos.Mp4BrighteningAsync());
        _films["tail"] = await Show(await SampleVideos.Mp4BrighteningTailIndexAsync());
    }

    /// <summary>The film with its index in front, <c>fast</c>, or at the end, <c>tail</c>.</summary>
    public ShownFilm Film(string index) => _films[index];

    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        if (Site is null) return;
        await using var site = Site;
        Assert.Equal(0, await site.Stop());
        site.Log.AssertNoErrors();
    }

    private async Task<ShownFilm> Show(string file) => new(Site.Address, await Admin.Publish(file), file);
}
