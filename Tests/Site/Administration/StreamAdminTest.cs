using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>Viewers of a house with few tokens, all of whom leave at the end of a test.</summary>
public abstract class StreamAdminTest(StreamAdminSite house) : IAsyncLifetime
{
    private readonly List<SiteClient> _viewers = [];

    protected StreamAdminSite House => house;

    protected SiteClient Admin => house.Admin;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var viewer in _viewers)
        {
            await viewer.Beat(house.Film, "left");
            viewer.Dispose();
        }

        (await Admin.SetCapacity(null)).Expect(200);
        await Admin.HeldBecomes(0);
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody new at the door.</summary>
    protected SiteClient Arrives()
    {
        var viewer = house.Site.NewGuest();
        _viewers.Add(viewer);
        return viewer;
    }

    /// <summary>Somebody who got in, and has a token from now on.</summary>
    protected async Task<SiteClient> Enters()
    {
        var viewer = Arrives();
        (await viewer.PlayRange(house.Film, "0-99")).Expect(206);
        return viewer;
    }

    /// <summary>The film as it begins to flow.</summary>
    protected async Task<Download> Downloads(SiteClient viewer) =>
        await Download.Start(await viewer.Open(HttpMethod.Get, $"/videos/{house.Film}"));
}
