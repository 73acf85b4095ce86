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

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
