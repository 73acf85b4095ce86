using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Administration;

namespace OrleansVideo.Tests.WebFrontend.Administration;

public sealed class SetupCodeTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("setup-code-").FullName;
    private readonly FakeCatalogGrain _catalog = new();
    private readonly SetupCodeFile _file;
    private readonly SetupCode _setup;
    private int _created;

    public SetupCodeTests()
    {
        _file = new SetupCodeFile(Path.Combine(_folder, "setup-code"));
        _setup = new SetupCode(_file, FakeGrains.Of((typeof(ICatalogGrain), _ => _catalog)));
    }

    [Fact]
    public async Task Code_WorksOnceAlsoForManyAtOnce()
    {
        Assert.Equal(_file.FilePath, await _setup.OfferAsync());
        var code = _file.Read();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Use(code))));

        Assert.Single(outcomes, outcome => outcome.Refusal is null);
        Assert.Equal(1, _created);
        Assert.False(File.Exists(_file.FilePath));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task WrongCode_IsRefusedAndCostsNothing(string? code)
    {
        await _setup.OfferAsync();

        Assert.Equal(RefusalCode.SetupCodeWrong, (await Use(code)).Refusal?.Code);

        Assert.Equal(0, _created);
        Assert.NotNull(_file.Read());
    }

    [Fact]
    public async Task Account_ThatCouldNotBeCreated_LeavesTheCodeValid()
    {
        await _setup.OfferAsync();
        var taken = await _setup.UseAsync(
            _file.Read(), () => Task.FromResult<Result<AccountRecord>>(RefusalCode.UserNameTaken), TestContext.Current.CancellationToken);
        Assert.Equal(RefusalCode.UserNameTaken, taken.Refusal?.Code);

        Assert.Null((await Use(_file.Read())).Refusal);
    }

    [Fact]
    public async Task Code_IsNoneOnceThereIsAnAdmin()
    {
        await _setup.OfferAsync();
        var code = _file.Read();
        _catalog.Admin = true;

        Assert.Equal(RefusalCode.SetupCodeWrong, (await Use(code)).Refusal?.Code);
        Assert.False(File.Exists(_file.FilePath));
        Assert.Null(await _setup.OfferAsync());
        Assert.Equal(RefusalCode.SetupCodeWrong, (await Use(null)).Refusal?.Code);
    }

    /// <summary>Whoever has no code keeps nobody waiting who has it, however often he tries.</summary>
    [Fact]
    public async Task WrongCodes_NeverCloseSetUp()
    {
        await _setup.OfferAsync();
        for (var i = 0; i < 1_000; i++) Assert.Equal(RefusalCode.SetupCodeWrong, (await Use($"wrong {i}")).Refusal?.Code);

        Assert.Null((await Use(_file.Read())).Refusal);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _setup.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private Task<Result<AccountRecord>> Use(string? code) => _setup.UseAsync(code, Create, TestContext.Current.CancellationToken);

    private async Task<Result<AccountRecord>> Create()
    {
        await Task.Yield();
        Interlocked.Increment(ref _created);
        _catalog.Admin = true;
        return new AccountRecord { Id = Guid.NewGuid(), UserName = "ada", Roles = [Roles.Admin], CreatedAt = DateTimeOffset.UnixEpoch };
    }
}
