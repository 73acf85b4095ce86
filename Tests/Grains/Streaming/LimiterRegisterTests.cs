using OrleansVideo.Grains.Streaming;
using OrleansVideo.Silo.Database;
using OrleansVideo.Tests.Silo.Database;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>The row's list of frontends is never behind what an activation believes, whatever became of its writes.</summary>
public sealed class LimiterRegisterTests : IDisposable
{
    private static readonly Guid Web = Guid.NewGuid();
    private readonly TestDatabase _file = new();
    private readonly UncertainDatabase _database;
    private readonly LimiterRow _row;

    public LimiterRegisterTests()
    {
        _database = new UncertainDatabase(new SqliteVideoDatabase(_file.Source));
        _row = new LimiterRow(_database);
    }

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Change_AfterAWriteWhoseAnswerWasLost_IsWrittenThoughItSeemsToBeThere()
    {
        var register = await Open();
        await List(register, Web);
        _database.LoseAnswer();
        await Assert.ThrowsAsync<TimeoutException>(() => List(register));

        await List(register, Web);

        Assert.Equal([Web], await Listed());
    }

    [Fact]
    public async Task Change_AfterAWriteThatIsStillUnderWay_IsNotUndoneByIt()
    {
        var register = await Open();
        await List(register, Web);
        _database.Delay();
        await Assert.ThrowsAsync<TimeoutException>(() => List(register));

        await List(register, Web);
        await _database.DoLate();

        Assert.Equal([Web], await Listed());
    }

    [Fact]
    public async Task Change_ToWhatIsThere_WritesNothing()
    {
        var register = await Open();
        await List(register, Web);
        var version = (await Read()).Version;

        await List(register, Web);

        Assert.Equal(version, (await Read()).Version);
    }

    [Fact]
    public async Task Change_AfterALaterActivationsFirst_IsRefused()
    {
        var register = await Open();
        await Open();

        await Assert.ThrowsAsync<TimeoutException>(() => List(register, Web));

        Assert.Empty(await Listed());
    }

    /// <summary>A backup from before this limiter's time is put back, and another counts from it to the same epoch and version.</summary>
    [Fact]
    public async Task Change_AfterARestoredBackup_IsRefused_ThoughTheNewLimiterHasTheSameNumbers()
    {
        var (own, _) = await _row.TakeNext(TimeSpan.FromSeconds(60));
        _file.Sql("update stream_limiter set epoch = 0, version = 0, nonce = ''");
        var (others, before) = await _row.TakeNext(TimeSpan.FromSeconds(60));
        Assert.Equal((own.Epoch, own.Version), (others.Epoch, others.Version));
        Assert.Equal(new LimiterTerm(0, ""), before);

        await Assert.ThrowsAsync<TimeoutException>(() => List(new LimiterRegister(_row, own), Web));

        Assert.Empty(await Listed());
        Assert.NotEqual(own.Term, (await _row.Read(TestContext.Current.CancellationToken))!.Term);
    }

    private async Task<LimiterRegister> Open() => new(_row, (await _row.TakeNext(TimeSpan.FromSeconds(60))).Taken);

    private static Task List(LimiterRegister register, params Guid[] frontends) =>
        register.Change(record => record.Frontends.SequenceEqual(frontends) ? record : record with { Frontends = frontends });

    private async Task<IReadOnlyList<Guid>> Listed() => (await Read()).Frontends;

    private async Task<LimiterRecord> Read() => (await _row.Read(TestContext.Current.CancellationToken))!;
}
