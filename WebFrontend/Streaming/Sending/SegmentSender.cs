using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>Hands segments to the kernel through one socket, and waits until it has taken them.</summary>
internal sealed class SegmentSender(Socket socket) : IDisposable
{
    private FileTransfer? _transfer; // Most connections never send a file.

    /// <summary>Sends a run, as the queue hands it over.</summary>
    /// <exception cref="SocketException">The connection is gone.</exception>
    /// <exception cref="ObjectDisposedException">The connection was aborted.</exception>
    /// <exception cref="EndOfStreamException">The file has become shorter than it was.</exception>
    public ValueTask Send(List<Segment> run)
    {
        if (run.Count > 1) return SendBlocks(run);
        return run[0].File is { } file ? SendFile(file, run[0]) : SendBlock(run[0].Memory);
    }

    /// <inheritdoc/>
    public void Dispose() => _transfer?.Dispose();

    private async ValueTask SendFile(ContentFile file, Segment part)
    {
        _transfer ??= new FileTransfer(socket);
        var sent = await _transfer.Send(file, part.Offset, part.Length);
        if (sent != part.Length) throw new EndOfStreamException($"The file has become shorter: {part.Length - sent} bytes are missing.");
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
