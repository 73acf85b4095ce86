namespace OrleansVideo.Media;

/// <summary>A kind of video file this site knows, recognised by its content alone.</summary>
public sealed record MediaType
{
    private MediaType(string name, string contentType, string demuxer) => (Name, ContentType, Demuxer) = (name, contentType, demuxer);

    /// <summary>ISO base media with an MP4 brand (ISO/IEC 14496-12, -14), 3GP among them.</summary>
    public static MediaType Mp4 { get; } = new("MP4", "video/mp4", "mov");

    /// <summary>Apple QuickTime.</summary>
    public static MediaType Mov { get; } = new("MOV", "video/quicktime", "mov");

    /// <summary>Matroska with the document type <c>webm</c>.</summary>
    public static MediaType WebM { get; } = new("WebM", "video/webm", "matroska");

    /// <summary>Matroska (RFC 9559).</summary>
    public static MediaType Mkv { get; } = new("MKV", "video/x-matroska", "matroska");

    /// <summary>Ogg (RFC 3533).</summary>
    public static MediaType Ogg { get; } = new("OGG", "video/ogg", "ogg");

    /// <summary>Every type, in the order of the default of the option <c>Uploads:AllowedTypes</c>.</summary>
    public static IReadOnlyList<MediaType> All { get; } = [Mp4, Mov, WebM, Mkv, Ogg];

    /// <summary>The name as the option <c>Uploads:AllowedTypes</c> writes it: MP4, MOV, WebM, MKV or OGG.</summary>
    public string Name { get; }

    /// <summary>The Content-Type the file is served with.</summary>
    public string ContentType { get; }

    /// <summary>The one demuxer of ffmpeg that may read such a file.</summary>
    internal string Demuxer { get; }

    /// <summary>Finds a type by its name, in any case; null for a name that is none.</summary>
    public static MediaType? FromName(string name) =>
        All.FirstOrDefault(type => string.Equals(type.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
