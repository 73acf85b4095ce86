namespace OrleansVideo.Media.Probing.Matroska;

/// <summary>The element ids read here, marker bits included, as the registries of RFC 8794 and RFC 9559 list them.</summary>
internal static class ElementId
{
    public const uint Ebml = 0x1A45DFA3;
    public const uint DocType = 0x4282;
    public const uint Void = 0xEC;
    public const uint Crc32 = 0xBF;
    public const uint Segment = 0x18538067;
    public const uint SeekHead = 0x114D9B74;
    public const uint Info = 0x1549A966;
    public const uint TimestampScale = 0x2AD7B1;
    public const uint Duration = 0x4489;
    public const uint Tracks = 0x1654AE6B;
    public const uint TrackEntry = 0xAE;
    public const uint TrackType = 0x83;
    public const uint CodecId = 0x86;
    public const uint Video = 0xE0;
    public const uint PixelWidth = 0xB0;
    public const uint PixelHeight = 0xBA;
    public const uint Cluster = 0x1F43B675;
    public const uint Timestamp = 0xE7;
    public const uint SimpleBlock = 0xA3;
    public const uint BlockGroup = 0xA0;
    public const uint Block = 0xA1;
    public const uint Cues = 0x1C53BB6B;
    public const uint Audio = 0xE1;
    public const uint ContentEncodings = 0x6D80;
    public const uint ContentEncoding = 0x6240;
    public const uint EncryptedBlock = 0xAF;
    public const uint CuePoint = 0xBB;
    public const uint CueTrackPositions = 0xB7;
    public const uint Chapters = 0x1043A770;
    public const uint Attachments = 0x1941A469;
    public const uint Tags = 0x1254C367;

    /// <summary>Whether the element stands directly below the Segment, and so ends a Cluster of unknown size.</summary>
    public static bool IsTopLevel(uint id) =>
        id is SeekHead or Info or Tracks or Cluster or Cues or Chapters or Attachments or Tags or Segment or Ebml;
}
