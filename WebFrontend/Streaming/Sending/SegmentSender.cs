using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

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

/// <summary>What waits to be sent, in order. It owns the segments; used under its owner's lock.</summary>
internal sealed class SegmentQueue
{
    /// <summary>Blocks that one call of the kernel takes at most.</summary>
    private const int MostAtOnce = 64;

    private readonly Queue<Segment> _segments = new();

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _segments.Count == 0;

    /// <summary>Puts a segment at the end.</summary>
    public void Enqueue(Segment segment) => _segments.Enqueue(segment);

    /// <summary>Hands over what can be sent at once: a part of a file, or all the bytes in memory up to the next one.</summary>
    /// <param name="run">Gets the segments, which the caller disposes.</param>
    /// <returns>False when nothing waits.</returns>
    public bool TryTake(List<Segment> run)
    {
        if (!_segments.TryDequeue(out var first)) return false;
        run.Add(first);
        while (first.File is null && run.Count < MostAtOnce && _segments.TryPeek(out var next) && next.File is null)
            run.Add(_segments.Dequeue());
        return true;
    }

    /// <summary>Lets go of everything.</summary>
    public void Clear()
    {
        while (_segments.TryDequeue(out var segment)) segment.Dispose();
    }
}

/// <summary>Something that a connection has to send: bytes in memory, or a part of a file. It owns what it refers to.</summary>
internal readonly struct Segment : IDisposable
{
    private readonly IMemoryOwner<byte>? _block;

    /// <summary>The first bytes of a block of memory.</summary>
    public Segment(IMemoryOwner<byte> block, int length) => (_block, Memory, Length) = (block, block.Memory[..length], length);

    /// <summary>A part of a file, of which it is one user.</summary>
    public Segment(ContentFile file, long offset, int length, ISendGate? gate) => (File, Offset, Length, Gate) = (file, offset, length, gate);

    /// <summary>The bytes; empty for a part of a file.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>The file; null for bytes in memory.</summary>
    public ContentFile? File { get; }

    /// <summary>Where in the file it begins.</summary>
    public long Offset { get; }

    /// <summary>Bytes to send.</summary>
    public int Length { get; }

    /// <summary>Lets the bytes of the file pass; null when all may.</summary>
    public ISendGate? Gate { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _block?.Dispose();
        File?.Dispose();
    }
}

/// <summary>
/// The kernel's own call, sendfile(2): the runtime's sends a part to its end however long the client takes, and nobody can hold it
/// back in between. This one hands over what the socket has room for, and returns.
/// </summary>
internal static partial class LinuxSendFile
{
    private const int Eintr = 4, Eagain = 11;

    /// <summary>Whether there is such a call, with 64-bit offsets.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Hands over as much of a part of a file as the socket has room for.</summary>
    /// <param name="socket">A connected socket that does not block, as it is once anything was awaited on it.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in the file the part begins.</param>
    /// <param name="count">Its length in bytes, more than 0.</param>
    /// <returns>Bytes handed over; 0 when the file ends before the part begins; -1 when the socket has no room.</returns>
    /// <exception cref="IOException">The connection is gone, or the file can't be read.</exception>
    public static int TrySend(SafeHandle socket, SafeFileHandle file, long offset, int count)
    {
        while (true)
        {
            var at = offset;
            var sent = SendFile(socket, file, ref at, (nuint)count);
            if (sent >= 0) return (int)sent;
            var error = Marshal.GetLastPInvokeError();
            if (error == Eagain) return -1;
            if (error != Eintr) throw new IOException($"A part of a file could not be sent: {Marshal.GetPInvokeErrorMessage(error)} ({error}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SendFile(SafeHandle socket, SafeHandle file, ref long offset, nuint count);
}
