using System.ServiceModel.Syndication;
using System.Xml.Linq;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Feeds;

/// <summary>One video of a feed: where it is watched, the file itself as enclosure, its poster as thumbnail.</summary>
internal static class FeedEntry
{
    /// <summary>The namespace of Media RSS, which has the element for thumbnails.</summary>
    public const string Media = "http://search.yahoo.com/mrss/";

    /// <summary>When a video came into the list.</summary>
    public static DateTimeOffset Published(VideoDetails video) => video.PublishedAt ?? video.CreatedAt;

    /// <summary>A video as an entry. Its id is the video's own, whatever the site's address is.</summary>
    /// <param name="video">A public video that can be played.</param>
    /// <param name="absolute">Makes a whole address of a path of this site.</param>
    public static SyndicationItem Of(VideoDetails video, Func<string, string> absolute)
    {
        var entry = new SyndicationItem
        {
            Id = $"urn:uuid:{video.Id}",
            Title = new TextSyndicationContent(FeedText.Clean(video.Title)),
            Summary = video.Description.Length == 0 ? null : new TextSyndicationContent(FeedText.Clean(video.Description)),
            PublishDate = Published(video),
            LastUpdatedTime = Published(video),
        };
        entry.Authors.Add(new SyndicationPerson { Name = video.Owner, Uri = absolute($"/?owner={Uri.EscapeDataString(video.Owner)}") });
        entry.Links.Add(SyndicationLink.CreateAlternateLink(new Uri(absolute($"/watch/{video.Id}")), "text/html"));
        entry.Links.Add(SyndicationLink.CreateMediaEnclosureLink(
            new Uri(absolute($"/videos/{video.Id}")), video.ContentType ?? "application/octet-stream", video.Size ?? 0));
        if (video.HasPoster)
        {
            var thumbnail = new XElement(
                XName.Get("thumbnail", Media),
                new XAttribute(XNamespace.Xmlns + "media", Media),
                new XAttribute("url", absolute($"/posters/{video.Id}.jpg")));
            entry.ElementExtensions.Add(thumbnail.CreateReader());
        }

        return entry;
    }
}
