using System.Globalization;
using Microsoft.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>A video's file and what HTTP says of it, put into words once for all answers.</summary>
/// <param name="File">The open file; a request uses it until it ends.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Type">Its media type.</param>
/// <param name="ETag">Its strong validator, from the content's SHA-256.</param>
/// <param name="LastModified">When it was published, in whole seconds: HTTP dates have no fractions (RFC 9110 §5.6.7).</param>
/// <param name="IsForAll">Whether the video is public.</param>
internal sealed record VideoContent(
    ContentFile File, long Length, string Type, EntityTagHeaderValue ETag, DateTimeOffset LastModified, bool IsForAll)
{
    private readonly string _etag = ETag.ToString();
    private readonly string _lastModified = HeaderUtilities.FormatDate(LastModified);

    /// <summary>What HTTP says of the file of this video.</summary>
    public static VideoContent Of(VideoDetails video, ContentFile file) => new(
        file,
        file.Length,
        video.ContentType ?? "application/octet-stream",
        new EntityTagHeaderValue($"\"{video.ContentHash}\""),
        DateTimeOffset.FromUnixTimeSeconds((video.PublishedAt ?? video.CreatedAt).ToUnixTimeSeconds()),
        video.Visibility == Visibility.Public);

    /// <summary>
    /// Who may keep it: shared caches only what all may see, and everybody asks here again before each use, so that what goes
    /// to the trash, or becomes private, is handed out by no cache.
    /// </summary>
    public string CacheControl => IsForAll ? "public, no-cache" : "private, no-cache";

    /// <summary>The Content-Range that goes with 416: the length alone.</summary>
    public string UnsatisfiedRange { get; } = string.Create(CultureInfo.InvariantCulture, $"bytes */{Length}");

    /// <summary>Writes the headers that every answer about the content has, 304 included (RFC 9110 §15.4.5).</summary>
    public void WriteTo(IHeaderDictionary headers)
    {
        headers.AcceptRanges = "bytes";
        headers.CacheControl = CacheControl;
        headers.ETag = _etag;
        headers.LastModified = _lastModified;
    }

    /// <summary>The Content-Range of a part (RFC 9110 §14.4).</summary>
    public string ContentRange(ByteRange part) => string.Create(CultureInfo.InvariantCulture, $"bytes {part.From}-{part.End - 1}/{Length}");
}

/// <summary>
/// The open file of a video, shared by all who send from it: it closes when the last of them has let go, whoever that is.
/// Reads are at offsets of their own, so that no reader moves another's.
/// </summary>
internal sealed class ContentFile : IDisposable
{
    private int _users = 1;

    /// <summary>Takes over an open file; the caller is its first user.</summary>
    /// <param name="file">Opened to read.</param>
    public ContentFile(SafeFileHandle file) => (Handle, Length) = (file, RandomAccess.GetLength(file));

    /// <summary>The file.</summary>
    /// <remarks>To be used between <see cref="TryUse"/> and <see cref="Dispose"/> alone.</remarks>
    public SafeFileHandle Handle { get; }

    /// <summary>Bytes in the file when it was opened.</summary>
    public long Length { get; }

    /// <summary>Becomes one more user of the file.</summary>
    /// <returns>False when the last one has let go, and the file is closed.</returns>
    public bool TryUse()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var before = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (before == users) return true;
            users = before;
        }

        return false;
    }

    /// <summary>One user lets go: to be called once for each time that one became one.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0) Handle.Dispose();
    }
}
