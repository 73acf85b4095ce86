using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Streaming;

/// <summary>
/// Bytes that are on their way to a client which takes them slowly, in the middle of a piece: they end with the right to them, and
/// go on where the right does. Only the kernel's buffers on both sides are let out of it: what they hold when the connection is reset.
/// </summary>
[Trait("Needs", "ffmpeg")]
public sealed class EnforcementTests(SharedSite shared) : SiteTest(shared)
{
    /// <summary>More than all buffers on the way hold.</summary>
    private const int Length = 24 << 20;

    /// <summary>What the two kernels may hold, with room: the client's receive buffer and the server's unsent and unconfirmed bytes.</summary>
    private const int InKernels = 2 << 20;

    /// <summary>A second is what is promised; a busy machine gets more, but less than the stall's time, which would end these clients as well.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task PublicVideo_ThatBecomesPrivate_EndsForStrangers_AndGoesOnForItsOwner()
    {
        using var owner = await Site.NewMember();
        using var stranger = await Site.NewMember();
        var (id, bytes) = await Publish(owner);
        using var theirs = await SlowPlay.Start(Site, id, stranger.CookieHeader);
        using var mine = await SlowPlay.Start(Site, id, owner.CookieHeader);

        (await owner.Edit(id, new { visibility = "private" })).Expect(200);

        await theirs.IsReset(Soon);
        Assert.InRange(await theirs.ReadRest(), 0, InKernels);
        Assert.Equal(bytes, await mine.ReadWhole(Length));
    }

    [Fact]
    public async Task VideoThatGoesToTheTrash_EndsInTheMiddleOfAPiece()
    {
        using var owner = await Site.NewMember();
        var (id, _) = await Publish(owner);
        using var playing = await SlowPlay.Start(Site, id, cookies: "");

        (await owner.Trash(id)).Expect(202);

        await playing.IsReset(Soon);
        Assert.InRange(await playing.ReadRest(), 0, InKernels);
    }

    [Fact]
    public async Task SignOut_EndsWhatRestedOnTheAccount_AndNothingElse()
    {
        using var owner = await Site.NewMember();
        var (hidden, _) = await Publish(owner, "private");
        var (open, bytes) = await Publish(owner);
        using var mine = await SlowPlay.Start(Site, hidden, owner.CookieHeader);
        using var everybodys = await SlowPlay.Start(Site, open, owner.CookieHeader);

        (await owner.SignOut()).Expect(204);

        await mine.IsReset(Soon);
        Assert.InRange(await mine.ReadRest(), 0, InKernels);
        Assert.Equal(bytes, await everybodys.ReadWhole(Length));
    }

    /// <summary>A new password ends all other sessions of the account, and what rests on them.</summary>
    [Fact]
    public async Task NewPassword_EndsWhatRestedOnOtherSessions_AndNotOnItsOwn()
    {
        using var owner = await Site.NewMember();
        using var elsewhere = Site.NewGuest();
        (await elsewhere.SignIn(await owner.UserName())).Expect(200);
        var (id, bytes) = await Publish(owner, "private");
        using var there = await SlowPlay.Start(Site, id, elsewhere.CookieHeader);
        using var here = await SlowPlay.Start(Site, id, owner.CookieHeader);

        (await owner.Post("/api/v1/users/me/password", new { currentPassword = AccountCalls.Password, newPassword = "another long pass-phrase 8" })).Expect(204);

        await there.IsReset(Soon);
        Assert.Equal(bytes, await here.ReadWhole(Length));
    }

    /// <summary>A change of the title names the video as well: that ends nothing.</summary>
    [Fact]
    public async Task ChangeThatTakesNoRight_CutsNobodyOff()
    {
        using var owner = await Site.NewMember();
        var (id, bytes) = await Publish(owner);
        using var playing = await SlowPlay.Start(Site, id, cookies: "");

        for (var i = 0; i < 5; i++) (await owner.Edit(id, new { title = $"Title {i}" })).Expect(200);
        (await owner.Edit(id, new { visibility = "unlisted" })).Expect(200);

        Assert.Equal(bytes, await playing.ReadWhole(Length));
    }

    private static async Task<(string Id, byte[] Bytes)> Publish(SiteClient owner, string? visibility = null)
    {
        var bytes = await PaddedFilm.OfLength(Length);
        var id = await owner.CreateDraft(visibility: visibility);
        (await owner.Upload(id, bytes)).Expect(201);
        await owner.WaitForState(id, "ready");
        return (id, bytes);
    }
}
