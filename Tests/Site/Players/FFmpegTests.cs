namespace OrleansVideo.Tests.Site.Players;

/// <summary>ffmpeg and ffprobe find on the site what they find in the file.</summary>
[Collection(PlayersCollection.Name)]
[Trait("Needs", "ffmpeg")]
public sealed class FFmpegTests(PlayersSite house) : PlayersTest(house)
{
    [Theory]
    [InlineData("fast")]
    [InlineData("tail")]
    public async Task FFprobe_FindsTheSameDurationAndCodecs(string index)
    {
        var film = House.Film(index);

        var found = await Probe(film.AddressFor("ffprobe"));

        Assert.Contains("h264", found, StringComparison.Ordinal);
        Assert.Equal(await Probe(film.File), found);
        Assert.All((await RequestsFor(film.AddressFor("ffprobe"))).Answers, answer => Assert.Equal(206, answer.Status));
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("tail")]
    public async Task FFmpeg_FromTheMiddle_DecodesTheSamePicturesAndSound(string index)
    {
        var film = House.Film(index);
        var address = film.AddressFor("ffmpeg");

        var frames = await Decode(address);

        Assert.Equal(10, frames.Count(frame => frame.StartsWith("0,", StringComparison.Ordinal))); // A second of pictures.
        Assert.Equal(await Decode(film.File), frames);
        var requests = await RequestsFor(address);
        Assert.All(requests.Answers, answer => Assert.Equal(206, answer.Status));
        Assert.Contains(requests.Answers, answer => answer.Length < film.Length / 2); // It did not read its way to the middle.
    }

    private Task<string> Probe(string film) => Run("ffprobe", "-v", "error", "-of", "json",
        "-show_entries", "format=format_name,duration,size:stream=codec_name,profile,width,height,duration,nb_frames", film);

    /// <summary>The digests of all frames of one second, in no particular order: streams are decoded side by side.</summary>
    private async Task<string[]> Decode(string film)
    {
        var words = await Run("ffmpeg", "-nostdin", "-v", "error", "-ss", "90", "-i", film, "-t", "1", "-map", "0", "-f", "framemd5", "-");
        return [.. words.Split('\n').Order(StringComparer.Ordinal)];
    }
}
