using System.Collections.Concurrent;
using OrleansVideo.Tests.Site.Pages;

namespace OrleansVideo.Tests.Site.Players;

/// <summary>Chromium on the watch page.</summary>
[Collection(PlayersCollection.Name)]
[Trait("Needs", "chromium")]
[Trait("Needs", "ffmpeg")]
public sealed class ChromiumSeekTests(PlayersSite house, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("fast")]
    [InlineData("tail")]
    public async Task Seeks_LandWhereTheyWereAskedTo(string index)
    {
        var film = house.Film(index);
        var statuses = new ConcurrentQueue<int>();
        await using var visit = await chromium.Visit(house.Site.Address, $"players-{index}");
        visit.Page.Response += (_, response) =>
        {
            if (response.Url.EndsWith($"/videos/{film.Id}", StringComparison.Ordinal) && response.Request.ResourceType == "media")
                statuses.Enqueue(response.Status);
        };

        await visit.Watch(film.Id);
        await visit.SeeksFourTimes();

        Assert.True(statuses.Count >= 4, $"Only {statuses.Count} answers with parts of the film");
        Assert.All(statuses, status => Assert.Equal(206, status)); // Never the whole film again.
        visit.AssertNoComplaint();
    }
}
