using OrleansVideo.Tests.Site.Deletion.Crashes;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>A site whose videos take as long to process as a test likes: before it looks into a file, it waits until it is let go.</summary>
public sealed class SlowSite : IAsyncLifetime
{
    private readonly CrashFolder _folder = new();

    public SiteProcess Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _folder.Order.Hold("before probe");
        Site = await SiteProcess.StartAsync(_folder.Arm(SiteSettings.Roomy));
    }

    /// <summary>Videos are processed from now on.</summary>
    public void LetGo() => _folder.Order.LetGo();

    public async ValueTask DisposeAsync()
    {
        LetGo();
        if (Site is not null) await Site.DisposeAsync();
        _folder.Dispose();
    }
}
