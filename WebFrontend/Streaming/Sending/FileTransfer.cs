using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>
/// Sends parts of files through one socket, one after the other: on Linux that is sendfile(2), for which the bytes never
/// pass through this process.
/// </summary>
/// <param name="socket">A connected TCP socket.</param>
internal sealed class FileTransfer(Socket socket) : SocketAsyncEventArgs(true), IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _core;

    /// <summary>Sends a part of a file.</summary>
    /// <returns>Bytes that the socket has taken: fewer than asked for when the file has become too short.</returns>
    /// <exception cref="SocketException">The connection is gone.</exception>
    public ValueTask<int> Send(ContentFile file, long offset, int count)
    {
        _core.Reset();
        SendPacketsElements = [new SendPacketsElement(file.Stream, offset, count)];
        if (!socket.SendPacketsAsync(this)) OnCompleted(this);
        return new ValueTask<int>(this, _core.Version);
    }

    /// <inheritdoc/>
    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        SendPacketsElements = null; // It refers to the file.
        if (SocketError == SocketError.Success) _core.SetResult(BytesTransferred);
        else _core.SetException(new SocketException((int)SocketError));
    }

    int IValueTaskSource<int>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
