using System.Globalization;
using Microsoft.Net.Http.Headers;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>A video's file and what HTTP says of it.</summary>
/// <param name="File">The open file, which the request uses until it ends.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Type">Its media type.</param>
/// <param name="ETag">Its strong validator, from the content's SHA-256.</param>
/// <param name="LastModified">When it was published, in whole seconds: HTTP dates have no fractions (RFC 9110 §5.6.7).</param>
internal sealed record VideoContent(ContentFile File, long Length, string Type, EntityTagHeaderValue ETag, DateTimeOffset LastModified)
{
    /// <summary>What HTTP says of the file of this video.</summary>
    public static VideoContent Of(VideoDetails video, ContentFile file) => new(
        file,
        file.Length,
        video.ContentType ?? "application/octet-stream",
        new EntityTagHeaderValue($"\"{video.ContentHash}\""),
        DateTimeOffset.FromUnixTimeSeconds((video.PublishedAt ?? video.CreatedAt).ToUnixTimeSeconds()));

    /// <summary>Writes the headers that every answer about the content has, 304 included (RFC 9110 §15.4.5).</summary>
    public void WriteTo(IHeaderDictionary headers)
    {
        headers.AcceptRanges = "bytes";
        headers.CacheControl = "private, no-cache";
        headers.ETag = ETag.ToString();
        headers.LastModified = HeaderUtilities.FormatDate(LastModified);
    }

    /// <summary>The Content-Range of a part (RFC 9110 §14.4).</summary>
    public string ContentRange(ByteRange part) => string.Create(CultureInfo.InvariantCulture, $"bytes {part.From}-{part.End - 1}/{Length}");

    /// <summary>The Content-Range that goes with 416: the length alone.</summary>
    public string UnsatisfiedRange => string.Create(CultureInfo.InvariantCulture, $"bytes */{Length}");
}
