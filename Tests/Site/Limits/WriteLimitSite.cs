using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Limits;

/// <summary>A site with the limits that sites have, but for a few that would take long to reach; with one video.</summary>
public sealed class WriteLimitSite : IAsyncLifetime
{
    public const int Small = 3;

    public SiteProcess Site { get; private set; } = null!;

    public string Video { get; private set; } = "";

    /// <summary>Somebody new, at a loopback address of their own.</summary>
    public async Task<SiteClient> Member(string address)
    {
        var client = new SiteClient(Site.Address, address);
        (await client.Register(AccountCalls.FreshName("writer"))).Expect(201);
        return client;
    }

    public async ValueTask InitializeAsync()
    {
        var settings = SiteSettings.Roomy;
        foreach (var key in settings.Keys.Where(key => key.StartsWith("Limits:", StringComparison.Ordinal)).ToArray()) settings.Remove(key);
        foreach (var kind in new[] { "Edits", "Deletions", "Sessions", "Playback", "Searches", "Suggestions", "Preferences", "Administration", "Uploads" })
            settings[$"Limits:{kind}PerMinute"] = $"{Small}";
        Site = await SiteProcess.StartAsync(settings.With("Uploads:MaxDraftsPerUser", "8").With("Limits:EnvelopesPerMinute", "15").With("Limits:DraftsPerMinute", "10"));
        using var owner = await Member("127.0.0.200");
        Video = await owner.Publish(await SampleVideos.Mp4FastStartAsync(), "A limited walk");
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
