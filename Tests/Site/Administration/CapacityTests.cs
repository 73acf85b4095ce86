using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>An admin changes how many may watch at once.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class CapacityTests(StreamAdminSite house) : StreamAdminTest(house), IClassFixture<StreamAdminSite>
{
    [Fact]
    public async Task Change_HoldsForTheNextViewer_SurvivesARestart_AndNullGoesBackToTheOption()
    {
        var changed = (await Admin.SetCapacity(1)).Expect(200).Json;

        Assert.Equal(1, changed.GetProperty("capacity").GetInt32());
        await Enters();
        (await Arrives().Play(House.Film)).Expect(429, "streams-exhausted");

        Assert.Equal(0, await House.Site.Stop());
        await House.Site.Restart();
        Assert.Equal(1, (await Admin.Streams()).GetProperty("capacity").GetInt32());
        await Enters();
        var refused = Arrives();
        (await refused.Play(House.Film)).Expect(429, "streams-exhausted");

        var reset = (await Admin.SetCapacity(null)).Expect(200).Json;
        Assert.Equal(StreamAdminSite.Option, reset.GetProperty("capacity").GetInt32());
        (await refused.PlayRange(House.Film, "0-99")).Expect(206);
    }

    [Fact]
    public async Task Zero_LetsNobodyIn_AndCutsNobody()
    {
        using var running = await Downloads(Arrives());

        var changed = (await Admin.SetCapacity(0)).Expect(200).Json;

        Assert.Equal((0, 1), (changed.GetProperty("capacity").GetInt32(), changed.GetProperty("held").GetInt32()));
        (await Arrives().Play(House.Film)).Expect(429, "streams-exhausted");
        Assert.True(await running.ReadToEnd());
        Assert.Equal(StreamAdminSite.Length, running.Read);
    }

    [Fact]
    public async Task More_LetsInWhoWaits()
    {
        (await Admin.SetCapacity(1)).Expect(200);
        await Enters();
        var waiting = Arrives();
        (await waiting.Play(House.Film)).Expect(429, "streams-exhausted");
        Assert.Equal(1, await waiting.Place(House.Film));

        (await Admin.SetCapacity(2)).Expect(200);

        Assert.Equal(0, await waiting.Place(House.Film));
        (await waiting.PlayRange(House.Film, "0-99")).Expect(206);
    }

    [Fact]
    public async Task Change_IsInTheLog_WithWhoAndOldAndNew()
    {
        (await Admin.SetCapacity(3)).Expect(200);
        (await Admin.SetCapacity(null)).Expect(200);

        await House.Site.Log.Says(@"site-admin \([0-9a-f-]{36}\) changed the number of stream tokens from 5 to 3, this admin's number");
        await House.Site.Log.Says(@"site-admin \([0-9a-f-]{36}\) changed the number of stream tokens from 3 to 5, the option's number");
    }

    [Theory]
    [InlineData("""{"maxStreams":-1}""")]
    [InlineData("""{"maxStreams":1.5}""")]
    [InlineData("""{"maxStreams":"7"}""")]
    [InlineData("""{"maxStreams":[7]}""")]
    [InlineData("""{"maxStreams":10000001}""")]
    [InlineData("""{"maxStreams":99999999999}""")]
    [InlineData("{}")]
    [InlineData("""{"capacity":7}""")]
    public async Task Number_ThatIsNone_IsRefusedAndChangesNothing(string json)
    {
        var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");

        (await Admin.Send(HttpMethod.Put, "/api/v1/admin/streams/capacity", body)).Expect(400, "capacity-invalid");

        Assert.Equal(StreamAdminSite.Option, (await Admin.Streams()).GetProperty("capacity").GetInt32());
    }

    [Fact]
    public async Task Strangers_ChangeNothing()
    {
        using var guest = House.Site.NewGuest();
        using var member = await House.Site.NewMember();
        await Enters();
        var lease = (await Admin.Streams()).GetProperty("leases")[0].Text("id")!;

        foreach (var (stranger, status, problem) in new[] { (guest, 401, "sign-in-required"), (member, 403, "not-yours") })
        {
            (await stranger.Get("/api/v1/admin/streams")).Expect(status, problem);
            (await stranger.SetCapacity(0)).Expect(status, problem);
            (await stranger.Evict(lease)).Expect(status, problem);
        }

        var after = await Admin.Streams();
        Assert.Equal(StreamAdminSite.Option, after.GetProperty("capacity").GetInt32());
        Assert.Equal(lease, after.GetProperty("leases")[0].Text("id"));
    }
}
