using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>A site on which one may watch at a time.</summary>
public sealed class OneSeatSite : IAsyncLifetime
{
    private SiteClient _owner = null!;
    private SiteClient _admin = null!;

    public SiteProcess Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Streaming:MaxStreams", "1").With("Streaming:Linger", "00:00:05")); // Longer than a busy machine delays a page's first beat.
        _owner = await Site.NewMember("owner");
        _admin = await Site.Admin();
    }

    /// <summary>A film of so many seconds, when nobody sits any more.</summary>
    public async Task<string> Opens(int seconds)
    {
        await _admin.HeldBecomes(0);
        return await _owner.Publish(await SampleVideos.LongMp4Async(seconds), $"A film of {seconds} seconds");
    }

    public async ValueTask DisposeAsync()
    {
        _owner?.Dispose();
        _admin?.Dispose();
        if (Site is not null) await Site.DisposeAsync();
    }
}
