using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Feeds;

/// <summary>Videos as an Atom feed (RFC 4287).</summary>
/// <param name="absolute">Makes a whole address of a path of this site.</param>
/// <param name="owner">Whose videos they are; null for everybody's.</param>
/// <param name="videos">The videos, newest first.</param>
internal sealed class FeedDocument(Func<string, string> absolute, string? owner, IReadOnlyList<VideoDetails> videos)
{
    /// <summary>The media type of Atom.</summary>
    public const string MediaType = "application/atom+xml";

    private const string Site = "OrleansVideo";
    private const string XmlNamespaces = "http://www.w3.org/2000/xmlns/";

    private static readonly XmlWriterSettings Written = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <summary>When the newest video was published; long ago where there is none.</summary>
    public DateTimeOffset Updated => videos.Count == 0 ? DateTimeOffset.UnixEpoch : videos.Max(FeedEntry.Published);

    /// <summary>The document in UTF-8.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, Written)) new Atom10FeedFormatter(Build()).WriteTo(writer);
        return bytes.ToArray();
    }

    /// <summary>Its address is its id: it is the same document as long as the site keeps its name.</summary>
    private SyndicationFeed Build()
    {
        var name = FeedText.Clean(owner ?? "");
        var self = new Uri(absolute(FeedRoute.Of(owner)));
        var page = new Uri(absolute(owner is null ? "/" : $"/?owner={Uri.EscapeDataString(owner)}"));
        var feed = new SyndicationFeed(name.Length == 0 ? Site : $"{name} – {Site}", "", page, self.AbsoluteUri, Updated)
        {
            Description = null,
            Generator = Site,
            ImageUrl = new Uri(absolute("/icon-512.png")),
            Items = videos.Select(video => FeedEntry.Of(video, absolute)).ToList(),
        };
        feed.Links.Add(SyndicationLink.CreateSelfLink(self, MediaType));
        feed.AttributeExtensions.Add(new XmlQualifiedName("media", XmlNamespaces), FeedEntry.Media);
        return feed;
    }
}

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

/// <summary>Text of users in XML 1.0, which knows fewer characters than Unicode.</summary>
internal static class FeedText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with the replacement character where XML has none (XML 1.0 §2.2): controls, noncharacters, halves of pairs.</summary>
    public static string Clean(string text) => string.Create(text.Length, text, (clean, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            var isPair = i + 1 < source.Length && XmlConvert.IsXmlSurrogatePair(source[i + 1], source[i]);
            clean[i] = isPair || XmlConvert.IsXmlChar(source[i]) ? source[i] : Replacement;
            if (isPair) clean[i + 1] = source[++i];
        }
    });
}
