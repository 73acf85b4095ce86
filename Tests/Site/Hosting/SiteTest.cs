using OrleansVideo.Tests.Media;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>A test class that runs against the shared site.</summary>
public abstract class SiteTest(SharedSite shared) : IAsyncLifetime
{
    protected SiteProcess Site { get; private set; } = null!;

    /// <summary>A short H.264/AAC film, index first.</summary>
    protected string Film { get; private set; } = "";

    public virtual async ValueTask InitializeAsync()
    {
        Site = await shared.Get();
        Film = await SampleVideos.Mp4FastStartAsync();
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
