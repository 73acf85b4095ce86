using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;

namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>What is written: bytes into blocks of memory, and parts of files in their place.</summary>
internal sealed partial class ConnectionWriter
{
    private readonly MemoryPool<byte> _pool = connection.Features.Get<IMemoryPoolFeature>()?.MemoryPool ?? MemoryPool<byte>.Shared;
    private IMemoryOwner<byte>? _block;
    private int _used;
    private Segment? _announced;

    /// <inheritdoc/>
    public bool TryAnnounce(ContentFile file, long offset, int count, ISendGate? gate = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        lock (_lock)
        {
            if (_announced is not null) throw new InvalidOperationException("A part of a file is announced already.");
            if (_isOver || !file.TryUse()) return false;
            _announced = new Segment(file, offset, count, gate);
            return true;
        }
    }

    /// <inheritdoc/>
    public bool TakeBack()
    {
        lock (_lock)
        {
            if (_announced is not { } part) return false;
            _announced = null;
            part.Dispose();
            return true;
        }
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        lock (_lock)
        {
            var wanted = Math.Max(1, sizeHint);
            if (_block is not null && _block.Memory.Length - _used < wanted) EndBlock();
            _block ??= wanted <= _pool.MaxBufferSize ? _pool.Rent() : MemoryPool<byte>.Shared.Rent(wanted);
            return _block.Memory[_used..];
        }
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        lock (_lock)
        {
            if (_announced is { } part) AdvanceBy(part, bytes);
            else AdvanceBy(bytes);
            _unflushed += bytes;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (!source.IsEmpty)
        {
            source.Span.CopyTo(GetSpan(source.Length)); // In one block, so that it goes out at once.
            Advance(source.Length);
        }

        return FlushAsync(cancellationToken);
    }

    private void AdvanceBy(Segment part, int bytes)
    {
        if (bytes != part.Length) throw new InvalidOperationException($"A part of {part.Length} bytes was announced, but {bytes} were advanced by.");
        EndBlock();
        _announced = null;
        Enqueue(part);
    }

    private void AdvanceBy(int bytes)
    {
        if (bytes == 0) return;
        var room = _block is null ? 0 : _block.Memory.Length - _used;
        if (bytes < 0 || bytes > room) throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "There is no memory to advance over.");
        _used += bytes;
    }

    /// <summary>What was written so far is to be sent as it stands.</summary>
    private void EndBlock()
    {
        if (_block is not { } block) return;
        if (_used > 0) Enqueue(new Segment(block, _used));
        else block.Dispose();
        (_block, _used) = (null, 0);
    }

    private void Enqueue(Segment segment)
    {
        if (_isOver) segment.Dispose();
        else _queue.Enqueue(segment);
    }
}
