using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>A site with a single stream token that lingers for two seconds, and a film on it that no socket buffer swallows whole.</summary>
public sealed class OneTokenSite : IAsyncLifetime
{
    public const int Length = 64 << 20;

    public SiteProcess Site { get; private set; } = null!;

    public string Film { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Streaming:MaxStreams", "1").With("Streaming:Linger", "00:00:02").With("Streaming:StallHold", "00:00:04"));
        using var owner = await Site.NewMember("owner");
        Film = await owner.CreateDraft();
        (await owner.Upload(Film, await PaddedFilm.OfLength(Length))).Expect(201);
        await owner.WaitForState(Film, "ready");
    }

    public async ValueTask DisposeAsync()
    {
        if (Site is not null) await Site.DisposeAsync();
    }
}
