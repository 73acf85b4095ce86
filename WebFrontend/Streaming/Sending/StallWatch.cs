using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>
/// Ends connections whose other side takes nothing: when bytes are on their way and it has confirmed none for
/// <see cref="StreamingOptions.StallTimeout"/>. The server's own rule sees only what passes through it, and parts of files don't.
/// </summary>
internal sealed partial class StallWatch(IOptions<StreamingOptions> options, TimeProvider clock, ILogger<StallWatch> logger) : BackgroundService
{
    /// <summary>Looks within one time-out.</summary>
    private const int Looks = 8;

    private readonly ConcurrentDictionary<ConnectionWriter, Progress> _all = new();

    /// <summary>The connections that are open.</summary>
    internal IEnumerable<ConnectionWriter> Watched => _all.Keys;

    /// <summary>Watches a connection.</summary>
    public void Add(ConnectionWriter writer) => _all.TryAdd(writer, new Progress());

    /// <summary>Watches it no longer.</summary>
    public void Remove(ConnectionWriter writer) => _all.TryRemove(writer, out _);

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
        foreach (var (writer, progress) in _all)
        {
            if (!writer.IsSending || writer.Acknowledged is not { } acknowledged) continue;
            if (progress.HasMoved(writer.Sendings, acknowledged)) progress.Since = now;
            else if (clock.GetElapsedTime(progress.Since, now) >= options.Value.StallTimeout) End(writer);
        }
    }

    private void End(ConnectionWriter writer)
    {
        LogStalled(options.Value.StallTimeout);
        writer.Abort("The client took no byte of a response for too long.");
    }

    [LoggerMessage(EventId = 4140, Level = LogLevel.Debug, Message = "A connection was ended: its client took no byte of a response for {StallTimeout}")]
    private partial void LogStalled(TimeSpan stallTimeout);

    /// <summary>What was last seen of a connection.</summary>
    private sealed class Progress
    {
        private (long Sending, ulong Acknowledged) _seen;

        /// <summary>When that was first seen.</summary>
        public long Since { get; set; }

        /// <summary>Whether it differs from what is seen now, which is then what was last seen.</summary>
        public bool HasMoved(long sending, ulong acknowledged)
        {
            var (before, now) = (_seen, (sending, acknowledged));
            _seen = now;
            return before != now;
        }
    }
}
