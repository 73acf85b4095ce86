using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Site.Players;

/// <summary>mpv plays the film's last seconds to their end, in real time and without a complaint.</summary>
[Collection(PlayersCollection.Name)]
[Trait("Needs", "ffmpeg")]
[Trait("Needs", "mpv")]
public sealed class MpvTests(PlayersSite house) : PlayersTest(house)
{
    private const double Start = 117;

    [Theory]
    [InlineData("fast")]
    [InlineData("tail")]
    public async Task Mpv_FromNearTheEnd_PlaysToTheEnd(string index)
    {
        var film = House.Film(index);
        var address = film.AddressFor("mpv");

        var words = await Run("mpv", "--no-ytdl", "--no-video", "--ao=null", "--log-file=mpv.log", $"--start={Start}", address);

        Assert.Contains("Exiting... (End of file)", words, StringComparison.Ordinal);
        var log = await File.ReadAllTextAsync(Folder.Combine("mpv.log"));
        Assert.Equal(Start, double.Parse(Regex.Match(log, @"playback restart complete @ ([\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture), 0.1);
        Assert.DoesNotMatch(@"(?m)^\[ *[\d.]+\]\[[fe]\]", log); // Fatal and other errors.
        var requests = await RequestsFor(address);
        Assert.All(requests.Answers, answer => Assert.Equal(206, answer.Status));
        Assert.Contains(requests.Answers, answer => answer.Length < film.Length / 10);
    }
}
