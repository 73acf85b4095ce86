using System.ServiceModel.Syndication;
using System.Xml;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Feeds;

namespace OrleansVideo.Tests.WebFrontend.Feeds;

public sealed class FeedDocumentTests
{
    private static readonly DateTimeOffset Then = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("<script>alert(1)</script> & ]]> \" '", "<script>alert(1)</script> & ]]> \" '")]
    [InlineData("Ein 🎬, 时间, עברית", "Ein 🎬, 时间, עברית")]
    [InlineData("non\uFFFEchar\uFFFFacters", "non\uFFFDchar\uFFFDacters")]
    [InlineData("con\u0001trol\u001B", "con\uFFFDtrol\uFFFD")]
    [InlineData("half \uD83C of a pair", "half \uFFFD of a pair")]
    [InlineData("\uDF66\uD83C", "\uFFFD\uFFFD")]
    public void AnyTitle_IsReadBackAsText(string title, string read)
    {
        var feed = Read(new FeedDocument(Absolute, null, [Video(title)]));

        var entry = Assert.Single(feed.Items);
        Assert.Equal(read, entry.Title.Text);
        Assert.Equal(read, ((TextSyndicationContent)entry.Summary).Text);
    }

    [Fact]
    public void Feed_OfANameThatIsNone_IsStillAFeed()
    {
        var feed = Read(new FeedDocument(Absolute, "no\u0001body & \"<x>", []));

        Assert.Equal("no\uFFFDbody & \"<x> – OrleansVideo", feed.Title.Text);
        Assert.Equal(DateTimeOffset.UnixEpoch, feed.LastUpdatedTime);
        Assert.Empty(feed.Items);
    }

    [Fact]
    public void Feed_IsAsOldAsItsNewestVideo()
    {
        var feed = new FeedDocument(Absolute, null, [Video("new") with { PublishedAt = Then.AddDays(1) }, Video("old")]);

        Assert.Equal(Then.AddDays(1), feed.Updated);
        Assert.Equal(Then.AddDays(1), Read(feed).LastUpdatedTime);
    }

    private static SyndicationFeed Read(FeedDocument document)
    {
        using var reader = XmlReader.Create(new MemoryStream(document.ToBytes()));
        return SyndicationFeed.Load(reader);
    }

    private static string Absolute(string path) => "https://videos.example" + path;

    private static VideoDetails Video(string title) => new()
    {
        Id = Guid.CreateVersion7(), OwnerId = Guid.NewGuid(), Owner = "ada", Title = title, Description = title, Visibility = Visibility.Public,
        Status = VideoStatus.Ready, CreatedAt = Then, PublishedAt = Then, Revision = 1, HasPoster = true, Size = 5, ContentType = "video/mp4",
    };
}
