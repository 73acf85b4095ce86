using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>
/// A site on which a viewer may play one video, an address two, and all together four; places lapse soon. A proxy on this
/// machine may stand before it.
/// </summary>
public sealed class LimitedViewersSite : IAsyncLifetime
{
    public SiteProcess Site { get; private set; } = null!;

    public SiteClient Owner { get; private set; } = null!;

    public string Film { get; private set; } = "";

    public string OtherFilm { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Streaming:MaxStreams", "4").With("Streaming:MaxStreamsPerViewer", "1").With("Streaming:MaxStreamsPerAddress", "2")
            .With("Streaming:Linger", "00:00:30").With("Streaming:QueuePlaceLife", "00:00:02").With("Network:KnownProxies", "127.0.0.1"));
        Owner = await Site.NewMember("owner");
        var film = await PaddedFilm.OfLength(1 << 20);
        (Film, OtherFilm) = (await Publish(film), await Publish(film));
    }

    public async ValueTask DisposeAsync()
    {
        Owner?.Dispose();
        if (Site is not null) await Site.DisposeAsync();
    }

    private async Task<string> Publish(byte[] film)
    {
        var id = await Owner.CreateDraft();
        (await Owner.Upload(id, film)).Expect(201);
        await Owner.WaitForState(id, "ready");
        return id;
    }
}
