namespace OrleansVideo.Media.Sniffing;

/// <summary>
/// Tells the kind of a video file from its first bytes. The file's name and the declared type are never asked. A match says what the file
/// claims to be; whether it is whole and playable is the probe's question.
/// </summary>
public static class ContentSniffer
{
    /// <summary>How many bytes of the head are enough for every answer; fewer are looked at as they are.</summary>
    public const int HeadBytes = 4096;

    /// <summary>The type the bytes claim; null when it is none of ours. Never throws, whatever the bytes.</summary>
    public static MediaType? Sniff(ReadOnlySpan<byte> head)
    {
        head = head[..Math.Min(head.Length, HeadBytes)];
        return IsoSignature.Match(head) ?? EbmlSignature.Match(head) ?? MatchOgg(head);
    }

    // RFC 3533, section 6: capture pattern, version 0; the first page begins a stream.
    private static MediaType? MatchOgg(ReadOnlySpan<byte> head) =>
        head.Length >= 6 && head.StartsWith("OggS\0"u8) && (head[5] & 2) != 0 ? MediaType.Ogg : null;
}
