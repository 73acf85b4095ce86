using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>Hands segments to the kernel through one socket, and waits until it has taken them.</summary>
/// <param name="socket">The connection's socket.</param>
/// <param name="closed">Ends when the connection has: then nobody waits at a gate any more.</param>
internal sealed class SegmentSender(Socket socket, CancellationToken closed)
{
    private byte[]? _one; // Most connections never send a file.

    /// <summary>Sends a run, as the queue hands it over.</summary>
    /// <exception cref="SocketException">The connection is gone.</exception>
    /// <exception cref="IOException">The connection is gone, or the file can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The connection was aborted.</exception>
    /// <exception cref="OperationCanceledException">The answer, or the connection, was ended in the middle of the file.</exception>
    /// <exception cref="EndOfStreamException">The file has become shorter than it was.</exception>
    public ValueTask Send(List<Segment> run)
    {
        if (run.Count > 1) return SendBlocks(run);
        return run[0].File is { } file ? SendFile(file, run[0]) : SendBlock(run[0].Memory);
    }

    /// <summary>
    /// Hands over what the socket has room for, again and again, and asks the gate each time: 1. while it is closed, nothing; 2. what
    /// fits; 3. then a single byte by the runtime's own way, which ends once the client has made room, or the gate closes.
    /// </summary>
    private async ValueTask SendFile(ContentFile file, Segment part)
    {
        if (_one is null) (_one, socket.Blocking) = (new byte[1], false); // So that the kernel's call returns when there is no room.
        var (at, end) = (part.Offset, part.Offset + part.Length);
        while (at < end)
        {
            if (part.Gate is { IsOpen: false } gate)
            {
                await gate.Changed().WaitAsync(closed); // 1
                continue;
            }

            var sent = LinuxSendFile.TrySend(socket.SafeHandle, file.Handle, at, (int)(end - at)); // 2
            if (sent < 0) sent = await SendOne(file, at, part.Gate); // 3
            else if (sent == 0) throw new EndOfStreamException($"The file has become shorter: {end - at} bytes are missing.");
            at += sent;
        }
    }

    /// <returns>1, or 0 when the gate closed before there was room.</returns>
    private async ValueTask<int> SendOne(ContentFile file, long at, ISendGate? gate)
    {
        if (RandomAccess.Read(file.Handle, _one, at) == 0) throw new EndOfStreamException($"The file has become shorter: it ends before byte {at}.");
        try
        {
            return await socket.SendAsync(_one.AsMemory(), SocketFlags.None, gate?.Interruption ?? CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private async ValueTask SendBlock(ReadOnlyMemory<byte> block)
    {
        while (block.Length > 0) block = block[await socket.SendAsync(block, SocketFlags.None)..];
    }

    private async ValueTask SendBlocks(List<Segment> run)
    {
        var blocks = new List<ArraySegment<byte>>(run.Count);
        foreach (var segment in run)
        {
            if (!MemoryMarshal.TryGetArray(segment.Memory, out var block)) throw new InvalidOperationException("The memory pool lends no arrays.");
            blocks.Add(block);
        }

        var sent = await socket.SendAsync(blocks, SocketFlags.None);
        foreach (var segment in run)
        {
            // Linux's sockets take all; should one not, what is left follows.
            if (sent < segment.Length) await SendBlock(segment.Memory[Math.Max(0, sent)..]);
            sent -= segment.Length;
        }
    }
}
