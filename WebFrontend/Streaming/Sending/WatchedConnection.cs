using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

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
