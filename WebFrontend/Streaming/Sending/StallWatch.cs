using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>
/// Ends connections whose other side takes nothing: when bytes are on their way and it has confirmed none for
/// <see cref="StreamingOptions.StallTimeout"/>. The server's own rule sees only what passes through it, and parts of files don't. And lets go
/// of those of which nothing is left: after many reset streams the server may wait for the end of some that can't come any more.
/// </summary>
internal sealed partial class StallWatch(IOptions<StreamingOptions> options, TimeProvider clock, ILogger<StallWatch> logger) : BackgroundService
{
    /// <summary>Looks within one time-out.</summary>
    private const int Looks = 8;

    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<WatchedConnection, Progress> _all = new();

    private long? _toldAt;
    private int _released;

    /// <summary>The connections that are open.</summary>
    internal IEnumerable<WatchedConnection> Watched => _all.Keys;

    /// <summary>Watches a connection.</summary>
    public void Add(WatchedConnection connection) => _all.TryAdd(connection, new Progress());

    /// <summary>Watches it no longer.</summary>
    public void Remove(WatchedConnection connection) => _all.TryRemove(connection, out _);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.StallTimeout / Looks, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The site stops; its drain cuts off what is left.
        }
    }

    /// <summary>Looks at every connection once.</summary>
    internal void Look()
    {
        var now = clock.GetTimestamp();
        foreach (var (connection, progress) in _all)
        {
            if (connection.IsGone)
            {
                // Not at the first look: most ends are only a moment away.
                if (progress.WasGone && !connection.Released.IsCompleted) Release(connection);
                progress.WasGone = true;
                continue;
            }

            if (progress.IsEnded || connection.Acknowledged is not { } acknowledged) continue;
            if (progress.HasMoved(connection.Sendings, acknowledged) || !connection.IsSending) progress.Since = now;
            else if (clock.GetElapsedTime(progress.Since, now) >= options.Value.StallTimeout) End(connection, progress);
        }
    }

    private void Release(WatchedConnection connection)
    {
        _released++;
        connection.Release();
        var now = clock.GetTimestamp();
        if (_toldAt is { } told && clock.GetElapsedTime(told, now) < TellEvery) return;
        LogReleased(_released);
        (_toldAt, _released) = (now, 0);
    }

    /// <summary>Once: a connection may take its time to be gone.</summary>
    private void End(WatchedConnection connection, Progress progress)
    {
        progress.IsEnded = true;
        LogStalled(options.Value.StallTimeout);
        connection.Abort("The client took no byte of a response for too long.");
    }

    [LoggerMessage(EventId = 4140, Level = LogLevel.Debug, Message = "A connection was ended: its client took no byte of a response for {StallTimeout}")]
    private partial void LogStalled(TimeSpan stallTimeout);

    [LoggerMessage(4142, LogLevel.Information,
        "Connections whose clients are gone did not end by themselves and were let go of: {Count} since this was last said")]
    private partial void LogReleased(int count);

    /// <summary>What was last seen of a connection.</summary>
    private sealed class Progress
    {
        private (long Sending, ulong Acknowledged) _seen;

        /// <summary>When that was first seen.</summary>
        public long Since { get; set; }

        /// <summary>Whether it was gone when it was last looked at.</summary>
        public bool WasGone { get; set; }

        /// <summary>Whether it was ended.</summary>
        public bool IsEnded { get; set; }

        /// <summary>Whether it differs from what is seen now, which is then what was last seen.</summary>
        public bool HasMoved(long sending, ulong acknowledged)
        {
            var (before, now) = (_seen, (sending, acknowledged));
            _seen = now;
            return before != now;
        }
    }
}
