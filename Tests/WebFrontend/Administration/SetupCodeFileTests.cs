using OrleansVideo.Tests.WebFrontend.Hosting;
using OrleansVideo.WebFrontend.Administration;

namespace OrleansVideo.Tests.WebFrontend.Administration;

public sealed class SetupCodeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("setup-code-").FullName;
    private readonly SetupCodeFile _file;

    public SetupCodeFileTests() => _file = new SetupCodeFile(Path.Combine(_folder, "setup-code"));

    [Fact]
    public void Code_IsForItsOwnersEyesAlone()
    {
        _file.Create();

        Assert.Equal(24, _file.Read()!.Length);
        PrivateFile.Check(_file.FilePath);
    }

    [Fact]
    public void Code_StaysOverARestart()
    {
        _file.Create();
        var code = _file.Read();

        _file.Create();

        Assert.Equal(code, _file.Read());
    }

    [Fact]
    public void Code_CutOffByACrash_IsMadeAnew()
    {
        File.WriteAllText(_file.FilePath, "");
        Assert.Null(_file.Read());

        _file.Create();

        Assert.NotNull(_file.Read());
        PrivateFile.Check(_file.FilePath);
    }

    [Fact]
    public void Code_OnceRemoved_IsNone()
    {
        _file.Create();
        _file.Remove();
        _file.Remove();
        Assert.Null(_file.Read());
    }

    [Fact]
    public void Code_Taken_IsNone_UntilItIsPutBack()
    {
        _file.Create();
        var code = _file.Read();
        Assert.True(_file.TryTake());
        Assert.False(_file.TryTake());
        Assert.Null(_file.Read());
        _file.PutBack();
        Assert.Equal(code, _file.Read());
        PrivateFile.Check(_file.FilePath);
    }

    [Fact]
    public void Code_TakenAndUsed_LeavesNothing()
    {
        _file.Create();
        _file.TryTake();
        _file.Remove();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Code_OfferedByManyAtOnce_IsOne()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => new SetupCodeFile(_file.FilePath).Create())));
        Assert.Equal([_file.FilePath], Directory.GetFiles(_folder));
        Assert.NotNull(_file.Read());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
