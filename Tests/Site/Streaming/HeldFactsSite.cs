using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>A site of its own, whose playbacks linger for as long as a test may take; and what it says of itself.</summary>
public sealed class HeldFactsSite : IAsyncLifetime
{
    public SiteProcess Site { get; private set; } = null!;

    public SiteClient Owner { get; private set; } = null!;

    public SiteClient Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Streaming:Linger", "00:02:00"));
        Owner = await Site.NewMember("owner");
        Admin = await Site.Admin();
    }

    public async ValueTask DisposeAsync()
    {
        Owner?.Dispose();
        Admin?.Dispose();
        if (Site is not null) await Site.DisposeAsync();
    }

    /// <summary>A film, and a part of it that the viewer has played: from here on its facts and its file are held.</summary>
    public async Task<string> PublishAndPlay(SiteClient viewer, string? visibility = null)
    {
        var id = await Owner.Publish(await SampleVideos.Mp4FastStartAsync(), "First title", visibility);
        await Eventually.True("the film is held", TimeSpan.FromSeconds(30), async () =>
        {
            (await viewer.PlayRange(id, "0-99")).Expect(206);
            return OpenFiles(id).Length == 1;
        });
        return id;
    }

    /// <summary>The media files of a video that the site has open.</summary>
    public string[] OpenFiles(string id) => Hosting.OpenFiles.Of(Site.Pid, id);

    /// <summary>How often the site has asked a video's grain what there is to play.</summary>
    public async Task<long> GrainLookups()
    {
        var lines = (await Admin.Get("/metrics")).Expect(200).Text.Split('\n');
        return lines.Where(line => line.StartsWith("orleansvideo_stream_lookups_total{", StringComparison.Ordinal) && line.Contains("source=\"grain\"", StringComparison.Ordinal))
            .Sum(line => (long)double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
