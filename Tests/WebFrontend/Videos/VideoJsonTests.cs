using System.Text.Json;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Videos;

namespace OrleansVideo.Tests.WebFrontend.Videos;

public sealed class VideoJsonTests
{
    private static readonly VideoDetails Draft = new()
    {
        Id = Guid.Parse("01a2066e-88f0-7bd2-96a0-800ff6997e19"),
        OwnerId = Guid.NewGuid(),
        Owner = "ada",
        Title = "Sea",
        Visibility = Visibility.Unlisted,
        Status = VideoStatus.Draft,
        ContentHash = "not for the world",
        CreatedAt = new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)),
        Revision = 7,
    };

    [Fact]
    public void Details_HaveTheShapeOfTheContractWithNullsPresent() => Assert.Equal(
        """{"id":"01a2066e-88f0-7bd2-96a0-800ff6997e19","title":"Sea","description":"","owner":"ada","visibility":"unlisted","""
        + "\"state\":\"draft\",\"failure\":null,\"size\":null,\"durationSeconds\":null,\"width\":null,\"height\":null,\"videoCodec\":null,"
        + "\"audioCodec\":null,\"contentType\":null,\"views\":0,\"createdAt\":\"2026-01-02T03:04:05Z\",\"publishedAt\":null,"
        + "\"deleteAfter\":null,\"posterUrl\":null,\"streamUrl\":\"/videos/01a2066e-88f0-7bd2-96a0-800ff6997e19\",\"removal\":null,\"visibilityLimit\":null,\"language\":null}",
        JsonSerializer.Serialize(VideoJson.From(Draft), JsonSerializerOptions.Web));

    [Fact]
    public void Draft_SaysWhereItsContentGoesAfterItsDetails()
    {
        var json = JsonSerializer.Serialize(new DraftJson(Draft), JsonSerializerOptions.Web);

        Assert.StartsWith("{\"id\":", json, StringComparison.Ordinal);
        Assert.EndsWith(",\"uploadUrl\":\"/upload/01a2066e-88f0-7bd2-96a0-800ff6997e19\",\"tusUrl\":null}", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Poster_HasItsUrlOnceThereIsOne() => Assert.Equal(
        "/posters/01a2066e-88f0-7bd2-96a0-800ff6997e19.jpg", VideoJson.From(Draft with { HasPoster = true }).PosterUrl);

    [Fact]
    public void Words_OfStatesAndVisibilities_AreReadBackInLowerCaseAlone()
    {
        foreach (var status in Enum.GetValues<VideoStatus>().Where(status => status != VideoStatus.Unknown))
        {
            Assert.True(VideoWords.TryParse(VideoWords.Of(status), out VideoStatus read));
            Assert.Equal(status, read);
        }

        Assert.False(VideoWords.TryParse("unknown", out Visibility _));
        Assert.False(VideoWords.TryParse("Public", out Visibility _));
        Assert.False(VideoWords.TryParse("1", out Visibility _));
        Assert.False(VideoWords.TryParse("", out VideoStatus _));
    }
}
