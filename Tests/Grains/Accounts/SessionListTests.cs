using OrleansVideo.Accounts;

namespace OrleansVideo.Tests.Grains.Accounts;

/// <summary>What an account's owner sees of its sessions, and how they are ended one by one.</summary>
public sealed class SessionListTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private static readonly Device Laptop = new("Firefox", "Linux");
    private static readonly Device Phone = new("Chrome", "Android");

    [Fact]
    public async Task List_NamesDeviceAndTimes_TheLastUsedFirst_AndHoldsNoSessionId()
    {
        var user = await NewUser();
        var opened = cluster.Clock.GetUtcNow();
        var laptop = (await user.OpenSession(Laptop))!;
        var phone = (await user.OpenSession(Phone))!;
        await cluster.Advance(TimeSpan.FromMinutes(10));
        await user.CheckSession(laptop.SessionId);

        var listed = await user.ListSessions();

        Assert.Equal([Laptop, Phone], listed.Select(session => session.Device));
        Assert.Equal([opened + TimeSpan.FromMinutes(10), opened], listed.Select(session => session.UsedAt));
        Assert.All(listed, session => Assert.Equal(opened, session.OpenedAt));
        Assert.Equal([SessionHandle.Of(laptop.SessionId), SessionHandle.Of(phone.SessionId)], listed.Select(session => session.Handle));
        Assert.DoesNotContain(listed, session => session.Handle == laptop.SessionId || session.Handle == phone.SessionId);
        Assert.Null(await user.CheckSession(listed[0].Handle));
    }

    [Fact]
    public async Task EndSession_EndsTheOneOfItsHandle_AlsoAfterTheGrainHasMoved()
    {
        var user = await NewUser();
        var (laptop, phone) = ((await user.OpenSession(Laptop))!, (await user.OpenSession(Phone))!);

        await user.EndSession(SessionHandle.Of(phone.SessionId));
        await user.EndSession(SessionHandle.Of(phone.SessionId)); // Done already.
        await user.EndSession(laptop.SessionId); // An id is no handle.
        await cluster.Forget(user);

        Assert.Null(await user.CheckSession(phone.SessionId));
        Assert.NotNull(await user.CheckSession(laptop.SessionId));
        Assert.Equal(Laptop, Assert.Single(await user.ListSessions()).Device);
    }

    [Fact]
    public async Task EndOtherSessions_SparesOne()
    {
        var user = await NewUser();
        var mine = (await user.OpenSession(Laptop))!;
        var others = new[] { (await user.OpenSession(Phone))!, (await user.OpenSession(null))! };

        await user.EndOtherSessions(mine.SessionId);

        foreach (var other in others) Assert.Null(await user.CheckSession(other.SessionId));
        Assert.NotNull(await user.CheckSession(mine.SessionId));
        Assert.Equal(1, (await user.GetState()).LiveSessions);
    }

    [Fact]
    public async Task Session_OfAnUnknownDevice_IsListedAsSuch_AndAnExpiredOneIsNot()
    {
        var user = await NewUser();
        await user.OpenSession(Phone);
        await cluster.Advance(new AccountsOptions().SessionLife);
        await user.OpenSession(null);

        Assert.Equal(Device.Unknown, Assert.Single(await user.ListSessions()).Device);
    }

    private async Task<IUserGrain> NewUser()
    {
        var name = "user-" + Guid.NewGuid().ToString("N")[..8];
        var user = cluster.Grains.GetGrain<IUserGrain>(UserName.GrainKey(name));
        Assert.Null((await user.Create(new AccountRecord { Id = Guid.NewGuid(), UserName = name, Roles = [], CreatedAt = cluster.Clock.GetUtcNow() })).Refusal);
        return user;
    }
}
