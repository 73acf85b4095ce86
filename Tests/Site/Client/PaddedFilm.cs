using System.Buffers.Binary;
using OrleansVideo.Tests.Media;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>The short film with a box of noise behind it that players skip: a valid MP4 of exactly so many bytes, made in no time.</summary>
public static class PaddedFilm
{
    private const int HeaderLength = 8;

    public static async Task<byte[]> OfLength(int length)
    {
        var film = await File.ReadAllBytesAsync(await SampleVideos.Mp4FastStartAsync());
        var padded = new byte[length];
        film.CopyTo(padded, 0);
        var box = padded.AsSpan(film.Length);
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        "free"u8.CopyTo(box[4..]);
        Random.Shared.NextBytes(box[HeaderLength..]);
        return padded;
    }
}
