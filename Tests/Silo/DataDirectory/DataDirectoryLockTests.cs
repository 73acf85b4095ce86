using System.Globalization;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Tests.Silo.DataDirectory;

public sealed class DataDirectoryLockTests : IDisposable
{
    private readonly TempDirectory parent = new();

    private DataDirectoryPaths Paths => new(parent.Path, "data");

    [Fact]
    public void Acquire_CreatesTheDirectory_ForTheOwnerAlone_AndNamesTheProcess()
    {
        using var held = new DataDirectoryLock(Paths);
        held.Acquire();
        held.Acquire();
        Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), File.ReadAllText(Paths.OwnerFile));
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(Paths.Root));
        Assert.Equal(file, File.GetUnixFileMode(Paths.LockFile));
        Assert.Equal(file, File.GetUnixFileMode(Paths.OwnerFile));
    }

    [Fact]
    public void Acquire_WhileHeldByAnother_IsRefused_AndNamesTheProcess()
    {
        using var first = new DataDirectoryLock(Paths);
        first.Acquire();
        using var second = new DataDirectoryLock(Paths);
        Assert.Equal(
            $"The data directory '{Path.Combine(parent.Path, "data")}' is in use by process {Environment.ProcessId}: stop that one first, "
            + "or set OrleansVideo:DataDirectory.",
            Assert.Throws<StartupException>(second.Acquire).Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a number")]
    [InlineData("-1")]
    public void Acquire_WhileHeldByAnotherUnknown_IsRefusedAllTheSame(string? owner)
    {
        using var first = new DataDirectoryLock(Paths);
        first.Acquire();
        if (owner is null) File.Delete(Paths.OwnerFile);
        else File.WriteAllText(Paths.OwnerFile, owner);
        using var second = new DataDirectoryLock(Paths);
        Assert.Contains("is in use by another process:", Assert.Throws<StartupException>(second.Acquire).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Acquire_AfterTheOwnerLetGo_Succeeds_WhateverItLeftBehind()
    {
        using (var first = new DataDirectoryLock(Paths)) first.Acquire();
        Assert.True(File.Exists(Paths.LockFile));
        using var second = new DataDirectoryLock(Paths);
        second.Acquire();
    }

    [Fact]
    public async Task Acquire_ByManyAtOnce_IsWonByOne()
    {
        var locks = Enumerable.Range(0, 8).Select(_ => new DataDirectoryLock(Paths)).ToList();
        var outcomes = await Task.WhenAll(locks.Select(one => Task.Run(() => Record.Exception(one.Acquire))));
        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(7, outcomes.Count(outcome => outcome is StartupException));
        locks.ForEach(one => one.Dispose());
    }

    [Fact]
    public void Acquire_OfAPathThatIsAFile_IsRefused_AndLeavesTheFile()
    {
        File.WriteAllText(Paths.Root, "precious");
        using var held = new DataDirectoryLock(Paths);
        Assert.Equal(
            $"The data directory '{Paths.Root}' is a file: remove it, or set OrleansVideo:DataDirectory.",
            Assert.Throws<StartupException>(held.Acquire).Message);
        Assert.Equal("precious", File.ReadAllText(Paths.Root));
    }

    [Fact]
    public void Acquire_BelowAFile_IsRefused_AndNamesTheFullPath()
    {
        File.WriteAllText(Path.Combine(parent.Path, "file"), "");
        var paths = new DataDirectoryPaths(parent.Path, "file/data");
        using var held = new DataDirectoryLock(paths);
        Assert.StartsWith($"The data directory '{paths.Root}' cannot be written to:", Assert.Throws<StartupException>(held.Acquire).Message);
    }

    [Fact]
    public void Acquire_WhereALockCannotBeCreated_IsRefused()
    {
        Directory.CreateDirectory(Paths.LockFile);
        using var held = new DataDirectoryLock(Paths);
        Assert.StartsWith($"The data directory '{Paths.Root}' cannot be written to:", Assert.Throws<StartupException>(held.Acquire).Message);
    }

    [Theory]
    [InlineData("data", "/srv/site/data")]
    [InlineData("../data/.", "/srv/data")]
    [InlineData("/var/lib/video", "/var/lib/video")]
    public void Paths_AreAbsolute_AndRelativeToTheContentRoot(string configured, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix paths.");
        var paths = new DataDirectoryPaths("/srv/site", configured);
        Assert.Equal(expected, paths.Root.TrimEnd('/'));
        Assert.Equal(Path.Combine(paths.Root, "video.db"), paths.DatabaseFile);
    }

    public void Dispose() => parent.Dispose();
}
