using Microsoft.Extensions.Options;
using OrleansVideo.Media.Store;
using OrleansVideo.Storage;

namespace OrleansVideo.Silo.DataDirectory;

/// <summary>
/// Room in the data directory for the day when something else has filled its disk: a file that is given up then, so that deletions,
/// sign-ins and the start can write, and made again once there is room enough. Uploads don't get that far: they end at
/// <see cref="StorageOptions.Reserve"/>. Each silo looks every second; the first that finds a write without room gives it up at once.
/// </summary>
/// <param name="paths">The directory.</param>
/// <param name="options">How large it is, and what uploads leave free.</param>
/// <param name="clock">Times the looks.</param>
/// <param name="logger">The log.</param>
/// <param name="measure">Tells the bytes that are free on the directory's disk; null to ask the system.</param>
internal sealed partial class Ballast(
    DataDirectoryPaths paths,
    IOptions<StorageOptions> options,
    TimeProvider clock,
    ILogger<Ballast> logger,
    Func<long>? measure = null) : BackgroundService
{
    /// <summary>The file's name.</summary>
    public const string FileName = "ballast";

    /// <summary>Free bytes below which nothing is certain to be written any more.</summary>
    private const long AlmostNothing = 16L << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly BallastFile _file = new(Path.Combine(paths.Root, FileName), options.Value.Ballast);
    private readonly Lock _lock = new();

    /// <summary>Whether the file is there.</summary>
    public bool IsThere => _file.Exists;

    /// <summary>The disk is full: gives the file up.</summary>
    /// <returns>Whether that has made room: false when the file was given up before.</returns>
    public bool TryGiveUp()
    {
        lock (_lock)
        {
            if (_file.Bytes == 0 || !_file.Remove()) return false;
            LogGivenUp(paths.Root, _file.Bytes >> 20);
            return true;
        }
    }

    /// <summary>Gives the file up if hardly anything is free.</summary>
    /// <returns>Whether hardly anything is free even so.</returns>
    public bool IsShort() => FreeBytes() < Threshold && (!TryGiveUp() || FreeBytes() < Threshold);

    /// <summary>Gives the file up, or makes it, as the disk is now.</summary>
    internal void Look()
    {
        if (_file.Bytes == 0 || IsShort() || _file.Exists) return;
        if (FreeBytes() < Math.Max(options.Value.Reserve, _file.Bytes) + _file.Bytes) return;
        lock (_lock) _file.Make();
        LogMade(paths.Root, _file.Bytes >> 20);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            do
            {
                await Task.Run(TryLook, CancellationToken.None);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops; the file stays.
        }
    }

    private long Threshold => _file.Bytes == 0 ? AlmostNothing : Math.Min(AlmostNothing, _file.Bytes / 4);

    private long FreeBytes() => measure?.Invoke() ?? new DriveInfo(paths.Root).AvailableFreeSpace;

    private void TryLook()
    {
        try
        {
            Look();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotLooked(paths.Root, exception.Message); // The disk went, or filled up in this moment; health says so.
        }
    }

    [LoggerMessage(EventId = 2042, Level = LogLevel.Error, Message =
        "The disk of '{Directory}' is full: the ballast of {Size} MiB is given up, so that deletions, sign-ins and the start can write. Make room on it")]
    private partial void LogGivenUp(string directory, long size);

    [LoggerMessage(EventId = 2043, Level = LogLevel.Information, Message = "A ballast of {Size} MiB lies in '{Directory}', for the day when its disk is full")]
    private partial void LogMade(string directory, long size);

    [LoggerMessage(EventId = 2044, Level = LogLevel.Debug, Message = "The ballast in '{Directory}' could not be looked after ({Reason}); trying again in a moment")]
    private partial void LogNotLooked(string directory, string reason);
}
