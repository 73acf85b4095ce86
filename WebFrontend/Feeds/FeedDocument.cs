using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
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
