using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
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

/// <summary>
/// A connection whose other side may stop taking bytes, or go away in a manner that the server does not see the end of; a feature of
/// those that are watched.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="socket">Its socket.</param>
/// <param name="writer">Its writer; null where the server writes by itself.</param>
internal sealed class WatchedConnection(ConnectionContext connection, Socket socket, ConnectionWriter? writer)
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    /// <summary>Its writer; null where the server writes by itself.</summary>
    public ConnectionWriter? Writer => writer;

    /// <summary>Whether bytes are on their way that the other side, or with a writer the kernel, has not taken.</summary>
    public bool IsSending => writer?.IsSending ?? AcknowledgedBytes.Of(socket) is { IsPending: true };

    /// <summary>How many times sending has begun, where that is known; the same for as long as one sending lasts.</summary>
    public long Sendings => writer?.Sendings ?? 0;

    /// <summary>Bytes that the other side has confirmed; null when the socket is gone.</summary>
    public ulong? Acknowledged => AcknowledgedBytes.Of(socket)?.Acknowledged;

    /// <summary>
    /// Whether nothing is left of it for the server to end: it is closed, be it that the server has not read so far, and no request of it
    /// is being handled.
    /// </summary>
    public bool IsGone => IsClosed && Volatile.Read(ref _requests) == 0;

    /// <summary>Completes when it is let go of.</summary>
    public Task Released => _release.Task;

    /// <summary>A request of it begins.</summary>
    public void Enter() => Interlocked.Increment(ref _requests);

    /// <summary>A request of it has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref _requests);

    private bool IsClosed =>
        connection.ConnectionClosed.IsCancellationRequested || socket.SafeHandle.IsClosed || AcknowledgedBytes.Of(socket) is { IsClosed: true };

    /// <summary>Ends it at once.</summary>
    /// <param name="reason">Why, for the server's log.</param>
    public void Abort(string reason) => connection.Abort(new ConnectionAbortedException(reason));

    /// <summary>Nobody waits any longer for the server to be done with it.</summary>
    public void Release()
    {
        writer?.LetGo();
        _release.TrySetResult();
    }
}

/// <summary>
/// What the kernel knows of a connection's bytes, from Linux's <c>TCP_INFO</c> (linux/tcp.h): how many the other side has confirmed since
/// the connection began, <c>tcpi_bytes_acked</c> (RFC 4898 <c>tcpEStatsAppHCThruOctetsAcked</c>), and whether any are on their way.
/// It grows while a slow viewer takes bytes, however large the piece that is being sent.
/// </summary>
/// <param name="Acknowledged">Bytes that the other side has confirmed.</param>
/// <param name="IsPending">Whether bytes wait in the kernel, sent or not, for which that is still to come.</param>
/// <param name="IsClosed">Whether the connection has ended, by a reset perhaps that nobody has read yet.</param>
internal readonly record struct AcknowledgedBytes(ulong Acknowledged, bool IsPending, bool IsClosed)
{
    private const byte Closed = 7; // TCP_CLOSE, of tcpi_state
    private const int Tcp = 6; // IPPROTO_TCP
    private const int TcpInfo = 11; // TCP_INFO
    private const int Unacknowledged = 24; // tcpi_unacked, in segments
    private const int Confirmed = 120; // tcpi_bytes_acked
    private const int NotSent = 144; // tcpi_notsent_bytes

    /// <summary>What is known of a socket; null when the socket is closed, or the kernel is too old to say.</summary>
    public static AcknowledgedBytes? Of(Socket socket)
    {
        Span<byte> info = stackalloc byte[NotSent + sizeof(uint)];
        try
        {
            if (socket.GetRawSocketOption(Tcp, TcpInfo, info) < info.Length) return null;
            return new AcknowledgedBytes(
                BinaryPrimitives.ReadUInt64LittleEndian(info[Confirmed..]),
                BinaryPrimitives.ReadUInt32LittleEndian(info[Unacknowledged..]) > 0 || BinaryPrimitives.ReadUInt32LittleEndian(info[NotSent..]) > 0,
                info[0] == Closed);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return null; // Closed in this moment.
        }
    }
}
