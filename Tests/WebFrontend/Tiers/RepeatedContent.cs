using System.Net;

namespace OrleansVideo.Tests.WebFrontend.Tiers;

/// <summary>A large body made of one piece: with Content-Length, or chunked.</summary>
internal sealed class RepeatedContent(byte[] piece, int times, bool hasLength) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var i = 0; i < times; i++) await stream.WriteAsync(piece);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = (long)piece.Length * times;
        return hasLength;
    }
}
