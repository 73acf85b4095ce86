using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Storage;

namespace OrleansVideo.Tests.Silo.DataDirectory;

public sealed class BallastTests : IDisposable
{
    private const long Mib = 1 << 20;
    private const long Reserve = 100 * Mib;
    private readonly TempDirectory _directory = new();
    private readonly RecordingLogger<Ballast> _log = new();
    private long _free = 1000 * Mib;
    private long _freedWithoutBallast;

    [Fact]
    public void Ballast_IsMadeWhereThereIsRoom_GivenUpOnAFullDisk_AndMadeAgain()
    {
        using var ballast = NewBallast();
        ballast.Look();
        Assert.True(ballast.IsThere);

        _free = 3 * Mib;
        ballast.Look();
        Assert.True(ballast.IsThere);

        _free = (2 * Mib) - 1; // Under a quarter of it.
        ballast.Look();
        Assert.False(ballast.IsThere);
        ballast.Look();
        _free = Reserve + (8 * Mib) - 1;
        ballast.Look();
        Assert.False(ballast.IsThere);

        _free++;
        ballast.Look();
        Assert.True(ballast.IsThere);
        Assert.Equal([LogLevel.Information, LogLevel.Error, LogLevel.Information], _log.Entries.Select(entry => entry.Level));
    }

    [Fact]
    public void Ballast_IsNotMadeWhereUploadsWouldNoLongerFit()
    {
        using var ballast = NewBallast();
        _free = Reserve;
        ballast.Look();
        Assert.False(ballast.IsThere);
    }

    [Fact]
    public void AWriteWithoutRoom_GetsItOnce()
    {
        using var ballast = NewBallast();
        ballast.Look();
        Assert.True(ballast.TryGiveUp());
        Assert.False(ballast.TryGiveUp());
    }

    [Fact]
    public void FullDisk_IsShort_OnlyWhenTheBallastDoesNotHelp()
    {
        using var ballast = NewBallast();
        Assert.False(ballast.IsShort());
        ballast.Look();
        _free = 0;
        Assert.True(ballast.IsShort()); // This disk stays as full as it was.
        Assert.False(ballast.IsThere);

        _free = 1000 * Mib;
        ballast.Look();
        (_free, _freedWithoutBallast) = (0, 8 * Mib);
        Assert.False(ballast.IsShort()); // This one has the room that the ballast took.
        Assert.False(ballast.IsThere);
    }

    [Fact]
    public void Ballast_OfNoBytes_IsNeverMade()
    {
        using var ballast = NewBallast(bytes: 0);
        ballast.Look();
        Assert.Empty(Directory.EnumerateFiles(_directory.Path));
        Assert.False(ballast.TryGiveUp());
    }

    public void Dispose() => _directory.Dispose();

    private Ballast NewBallast(long bytes = 8 * Mib) => new(
        new DataDirectoryPaths(_directory.Path, "."),
        Options.Create(new StorageOptions { Reserve = Reserve, Ballast = bytes }),
        TimeProvider.System,
        _log,
        () => _free + (File.Exists(Path.Combine(_directory.Path, Ballast.FileName)) ? 0 : _freedWithoutBallast));
}
