using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>
/// A site with five stream tokens, whose heartbeats are so rare that what happens at once does not happen by them, and a film
/// that no socket buffer swallows whole. Its log says when which lease was valid.
/// </summary>
public sealed class StreamAdminSite : IAsyncLifetime
{
    public const int Option = 5;
    public const int Length = 64 << 20;

    public SiteProcess Site { get; private set; } = null!;

    public SiteClient Admin { get; private set; } = null!;

    public string Film { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Site = await SiteProcess.StartAsync(SiteSettings.Roomy
            .With("Streaming:MaxStreams", $"{Option}").With("Streaming:Linger", "00:01:00").With("Streaming:Heartbeat", "00:00:10")
            .WithVariable("Logging__LogLevel__OrleansVideo.WebFrontend.Streaming.LeaseLog", "Debug"));
        Admin = await Site.Admin();
        using var owner = await Site.NewMember("owner");
        Film = await owner.CreateDraft();
        (await owner.Upload(Film, await PaddedFilm.OfLength(Length))).Expect(201);
        await owner.WaitForState(Film, "ready");
    }

    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        if (Site is not null) await Site.DisposeAsync();
    }
}
