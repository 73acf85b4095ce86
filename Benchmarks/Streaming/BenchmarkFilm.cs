using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>A film that plays, of exactly so many bytes: behind it lies a box of noise that players skip (ISO/IEC 14496-12 §8.1.2).</summary>
/// <param name="Path">Where it lies.</param>
internal sealed record BenchmarkFilm(string Path)
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = 64 << 20;

    /// <summary>The name of its file.</summary>
    public const string FileName = "film.mp4";

    private const int HeaderLength = 8;

    /// <summary>Makes it.</summary>
    /// <param name="directory">Where.</param>
    public static async Task<BenchmarkFilm> Make(string directory)
    {
        var path = System.IO.Path.Combine(directory, FileName);
        string[] encoding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-movflags", "+faststart"];
        await RequiredTool.Expect(
            "ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=3", .. encoding, "-y", path]);
        await using var file = new FileStream(path, FileMode.Append);
        var box = new byte[Length - file.Position];
        Random.Shared.NextBytes(box);
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        "free"u8.CopyTo(box.AsSpan(sizeof(int), HeaderLength - sizeof(int)));
        await file.WriteAsync(box);
        return new BenchmarkFilm(path);
    }

    /// <summary>The SHA-256 of a piece.</summary>
    /// <param name="from">Its first byte.</param>
    /// <param name="length">How many bytes.</param>
    public byte[] HashOf(long from, int length)
    {
        using var file = File.OpenHandle(Path);
        var piece = new byte[length];
        return RandomAccess.Read(file, piece, from) == length ? SHA256.HashData(piece) : throw new EndOfStreamException(Path);
    }
}
