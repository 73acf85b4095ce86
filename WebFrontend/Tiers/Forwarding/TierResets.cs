using System.Collections.Concurrent;
using System.Net.Sockets;
using Yarp.ReverseProxy.Forwarder;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>
/// Passes on at once that the streaming tier has cut an answer off, as it does when the caller may not have the rest. The forwarder
/// would find out once the caller has taken all that came before: a slow one may stretch that for as long as it likes. So the
/// connections over which answers come are looked at ten times a second, and the caller's is reset as the tier's was.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="logger">The log.</param>
internal sealed partial class TierResets(TimeProvider clock, ILogger<TierResets> logger) : BackgroundService
{
    private const int Tcp = 6, TcpInfo = 11; // IPPROTO_TCP, TCP_INFO: linux/tcp.h
    private const byte TcpClose = 7; // The state of a connection that the other side has reset; one that it has finished is in another.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly AsyncLocal<Forwarded?> _current = new();
    private readonly ConcurrentDictionary<Forwarded, bool> _open = new();

    /// <summary>Middleware: follows a request while it is forwarded.</summary>
    public async Task Follow(HttpContext context, RequestDelegate next)
    {
        using var forwarded = new Forwarded(context);
        _open.TryAdd(forwarded, true);
        _current.Value = forwarded; // The client of the tier writes and reads in the flow of this request.
        try
        {
            await next(context);
        }
        finally
        {
            _open.TryRemove(forwarded, out _);
        }
    }

    /// <summary>A connection to the tier, which says over it which request it serves.</summary>
    public Stream Wrap(Socket socket) => new TierStream(socket, this);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!OperatingSystem.IsLinux()) return; // Elsewhere the forwarder finds out by itself, later.
        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The site stops.
        }
    }

    private void Look()
    {
        foreach (var (forwarded, _) in _open)
        {
            if (forwarded.Socket is { } socket && IsReset(socket) && forwarded.Cut() is { } path) LogCut(path);
        }
    }

    private static bool IsReset(Socket socket)
    {
        Span<byte> info = stackalloc byte[1];
        try
        {
            return socket.GetRawSocketOption(Tcp, TcpInfo, info) > 0 && info[0] == TcpClose;
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return false; // Closed by this side: the forwarder knows.
        }
    }

    [LoggerMessage(EventId = 4503, Level = LogLevel.Debug, Message = "{Path}: the streaming tier has cut the answer off, and so has this frontend")]
    private partial void LogCut(string path);

    /// <summary>One request on its way through.</summary>
    private sealed class Forwarded(HttpContext context) : IDisposable
    {
        private readonly Lock _lock = new();
        private bool _isOver;

        /// <summary>The connection to the tier that was last used for it.</summary>
        public volatile Socket? Socket;

        /// <summary>Resets the caller's connection, if its answer has begun.</summary>
        /// <returns>The path of the request; null when there was nothing to cut.</returns>
        public string? Cut()
        {
            lock (_lock)
            {
                if (_isOver || !context.Response.HasStarted) return null;
                _isOver = true;
                context.Abort(); // Under the lock: once the request has ended, the connection is another's.
                return context.Request.Path.Value ?? "";
            }
        }

        public void Dispose()
        {
            lock (_lock) _isOver = true;
        }
    }

    private sealed class TierStream(Socket socket, TierResets resets) : NetworkStream(socket, ownsSocket: true)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (resets._current.Value is { } forwarded) forwarded.Socket = Socket;
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}

/// <summary>How connections to the streaming tier are made.</summary>
internal static class TierConnection
{
    /// <summary>A frontend on the same network that does not accept within this time is not there.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The tier looks at a request, which takes it a few calls to the cluster, before it asks for the body.</summary>
    private static readonly TimeSpan BodyAskedFor = TimeSpan.FromSeconds(30);

    /// <summary>What the kernel takes in ahead of a slow viewer, in bytes: it still flows when a token ends.</summary>
    private const int ReceiveBuffer = 256 * 1024;

    /// <summary>Seconds without a byte before the kernel asks whether the other machine is still there, and between its questions.</summary>
    private const int KeepAliveAfter = 10, KeepAliveEvery = 5, KeepAliveTries = 3;

    /// <summary>Sets up the client of the tier.</summary>
    /// <param name="handler">The client.</param>
    /// <param name="resets">Follows its connections.</param>
    public static void Configure(SocketsHttpHandler handler, TierResets resets)
    {
        handler.ConnectTimeout = ConnectTimeout;
        handler.Expect100ContinueTimeout = BodyAskedFor;
        handler.ConnectCallback = async (context, cancellationToken) => resets.Wrap(await Connect(context, cancellationToken));
    }

    private static async Task<Socket> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = ReceiveBuffer };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveAfter);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveEvery);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveTries);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Makes the client of the tier.</summary>
/// <param name="resets">Follows its connections.</param>
internal sealed class TierClientFactory(TierResets resets) : ForwarderHttpClientFactory
{
    /// <inheritdoc/>
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        TierConnection.Configure(handler, resets);
    }
}
