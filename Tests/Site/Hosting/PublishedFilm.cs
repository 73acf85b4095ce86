using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>One public film on the shared site, for classes that only read it.</summary>
public sealed class PublishedFilm(SharedSite shared) : IAsyncLifetime
{
    public SiteProcess Site { get; private set; } = null!;

    public SiteClient Owner { get; private set; } = null!;

    public SiteClient Guest { get; private set; } = null!;

    public string Id { get; private set; } = "";

    /// <summary>What was uploaded.</summary>
    public byte[] Bytes { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Site = await shared.Get();
        Owner = await Site.NewMember("owner");
        Guest = Site.NewGuest();
        var file = await SampleVideos.Mp4FastStartAsync();
        Bytes = await File.ReadAllBytesAsync(file);
        Id = await Owner.Publish(file, "A film to read");
    }

    public ValueTask DisposeAsync()
    {
        Owner?.Dispose();
        Guest?.Dispose();
        return ValueTask.CompletedTask;
    }
}
