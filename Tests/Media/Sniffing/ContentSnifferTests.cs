using CsCheck;
using OrleansVideo.Media;
using OrleansVideo.Media.Sniffing;

namespace OrleansVideo.Tests.Media.Sniffing;

public sealed class ContentSnifferTests
{
    [Theory]
    [InlineData("isom", "MP4")]
    [InlineData("mp42", "MP4")]
    [InlineData("M4V ", "MP4")]
    [InlineData("3gp5", "MP4")]
    [InlineData("qt  ", "MOV")]
    [InlineData("heic", null)]
    [InlineData("avif", null)]
    [InlineData("xxxx", null)]
    public void Sniff_OfAFileTypeBox_GoesByItsBrand(string brand, string? type) =>
        Assert.Equal(type, ContentSniffer.Sniff([0, 0, 0, 16, .. "ftyp"u8, .. Latin(brand), 0, 0, 0, 0])?.Name);

    [Fact]
    public void Sniff_OfAnUnknownMajorBrand_GoesByTheCompatibleOnes()
    {
        byte[] head = [0, 0, 0, 24, .. "ftyp"u8, .. "zzzz"u8, 0, 0, 2, 0, .. "yyyy"u8, .. "mp41"u8, .. "isom"u8];
        Assert.Equal(MediaType.Mp4, ContentSniffer.Sniff(head));
        head[3] = 20;
        Assert.Null(ContentSniffer.Sniff(head));
    }

    [Fact]
    public void Sniff_OfAPhotograph_IsNotFooledByItsCompatibleBrands() =>
        Assert.Null(ContentSniffer.Sniff([0, 0, 0, 24, .. "ftyp"u8, .. "avif"u8, 0, 0, 0, 0, .. "iso8"u8, .. "mp42"u8]));

    [Theory]
    [InlineData("moov", 200, "MOV")]
    [InlineData("mdat", 1, "MOV")]
    [InlineData("wide", 8, "MOV")]
    [InlineData("wide", 9, null)]
    [InlineData("free", 7, null)]
    public void Sniff_OfAQuickTimeFileWithoutABrand_GoesByItsFirstAtom(string atom, byte size, string? type) =>
        Assert.Equal(type, ContentSniffer.Sniff([0, 0, 0, size, .. Latin(atom), 0, 0, 0, 0])?.Name);

    [Theory]
    [InlineData("webm", "WebM")]
    [InlineData("matroska", "MKV")]
    [InlineData("webmx", null)]
    public void Sniff_OfEbml_GoesByItsDocumentType(string name, string? type)
    {
        byte[] docType = [0x42, 0x86, 0x81, 1, 0x42, 0x82, (byte)(0x80 | name.Length), .. Latin(name)];
        Assert.Equal(type, ContentSniffer.Sniff([0x1A, 0x45, 0xDF, 0xA3, (byte)(0x80 | docType.Length), .. docType, 0x18, 0x53])?.Name);
        Assert.Null(ContentSniffer.Sniff([0x1A, 0x45, 0xDF, 0xA3, 0x84, .. docType]));
    }

    [Theory]
    [InlineData("OggS\0\u0002", "OGG")]
    [InlineData("OggS\u0001\u0002", null)]
    [InlineData("OggS\0\0", null)]
    [InlineData("<html>mdat ftypisom webm OggS", null)]
    [InlineData("#EXTM3U\nhttp://example.org/", null)]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd", null)]
    [InlineData("", null)]
    public void Sniff_OfOtherThings_IsNotFooled(string head, string? type) =>
        Assert.Equal(type, ContentSniffer.Sniff(Latin(head))?.Name);

    [Fact]
    public void Sniff_OfAnyBytes_NeverThrows()
    {
        byte[][] starts = [[], [0, 0, 0, 20, .. "ftyp"u8], [0x1A, 0x45, 0xDF, 0xA3], [.. "OggS"u8]];
        Gen.Select(Gen.Int[0, starts.Length - 1], Gen.Byte.Array[0, 64])
            .Sample((start, rest) => ContentSniffer.Sniff([.. starts[start], .. rest]) is null or { ContentType.Length: > 0 }, iter: 20_000);
    }

    [Fact]
    public async Task Sniff_OfRealFiles_FindsTheirTypeInTheHead()
    {
        foreach (var (sample, type) in (IEnumerable<(Task<string>, MediaType)>)
        [
            (SampleVideos.Mp4FastStartAsync(), MediaType.Mp4), (SampleVideos.Mp4FragmentedAsync(), MediaType.Mp4),
            (SampleVideos.MovAsync(), MediaType.Mov), (SampleVideos.WebMAsync(), MediaType.WebM),
            (SampleVideos.MkvAsync(), MediaType.Mkv), (SampleVideos.OggAsync(), MediaType.Ogg),
        ])
        {
            var bytes = await File.ReadAllBytesAsync(await sample);
            Assert.Equal(type, ContentSniffer.Sniff(bytes.AsSpan(0, ContentSniffer.HeadBytes)));
        }
    }

    [Fact]
    public void FromName_TakesTheNamesOfTheOption()
    {
        foreach (var type in MediaType.All)
            Assert.Equal(type, MediaType.FromName(type.Name.ToUpperInvariant()));
        Assert.Null(MediaType.FromName("AVI"));
    }

    private static byte[] Latin(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
