namespace OrleansVideo.Tests.Site.Players;

/// <summary>What people download with gets the bytes that were uploaded, and no more of them than it lacks.</summary>
[Collection(PlayersCollection.Name)]
[Trait("Needs", "ffmpeg")]
public sealed class DownloadTests(PlayersSite house) : PlayersTest(house)
{
    private const string Result = "film.mp4";
    private readonly ShownFilm _film = house.Film("fast");

    [Fact, Trait("Needs", "aria2")]
    public async Task Aria2_OverManyConnections_GetsTheFilm()
    {
        var address = _film.AddressFor("aria2");

        await Run("aria2c", [.. Aria2.Options, "--max-overall-download-limit=20M", "-o", Result, address]);

        await _film.AssertSameAs(Folder.Combine(Result));
        var requests = await RequestsFor(address);
        Assert.True(requests.MostAtOnce >= 4, $"At most {requests.MostAtOnce} requests were open at once");
        Assert.True(requests.Answers.Count(answer => answer.Status == 206) >= Aria2.Connections - 1);
        Assert.All(requests.Answers, answer => Assert.Contains(answer.Status, new[] { 200, 206 }));
    }

    [Theory, Trait("Needs", "curl"), Trait("Needs", "wget")]
    [InlineData("curl", "-sS", "--fail", "-C", "-", "-o", Result)]
    [InlineData("wget", "-nv", "-c", "-O", Result)]
    public async Task Download_ThatBrokeOffHalfWay_IsResumed(string program, params string[] options)
    {
        var address = _film.AddressFor(program);
        var half = await Half();

        await Run(program, [.. options, address]);

        await _film.AssertSameAs(Folder.Combine(Result));
        Assert.Equal((206, (long?)(_film.Length - half)), Assert.Single((await RequestsFor(address)).Answers));
    }

    [Fact, Trait("Needs", "yt-dlp")]
    public async Task YtDlp_WithTheAddressOfTheContent_GetsTheFilm()
    {
        await Run("yt-dlp", "--no-progress", "-o", Result, _film.AddressFor("yt-dlp"));

        await _film.AssertSameAs(Folder.Combine(Result));
    }

    [Fact, Trait("Needs", "yt-dlp")]
    public async Task YtDlp_WithTheAddressOfTheWatchPage_FindsTheFilmOnIt()
    {
        await Run("yt-dlp", "--no-progress", "-o", Result, _film.Page);

        await _film.AssertSameAs(Folder.Combine(Result));
    }

    /// <summary>Puts the film's first half where the download goes.</summary>
    /// <returns>Its length.</returns>
    private async Task<long> Half()
    {
        var half = (int)(_film.Length / 2);
        await File.WriteAllBytesAsync(Folder.Combine(Result), (await File.ReadAllBytesAsync(_film.File))[..half]);
        return half;
    }
}
