namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// A video file that can be read only under a valid lease, checked before each piece. Reading ends with an exception
/// when the lease is lost, which ends the response; without a request (304, HEAD, 416) not one byte can be read.
/// </summary>
internal sealed class LeasedStream(FileStream file, PlaybackRequest? request) : Stream
{
    private const int LargestPiece = 1 << 20;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => file.Length;

    /// <inheritdoc/>
    public override long Position { get => file.Position; set => file.Position = value; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (request is null || !await request.MaySend()) throw new LeaseLostException();
        return await file.ReadAsync(buffer[..Math.Min(buffer.Length, LargestPiece)], cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException("It can't be written.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("It can't be written.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It can't be written.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Close(file, request);
        base.Dispose(disposing);
    }

    private static void Close(FileStream file, PlaybackRequest? request)
    {
        file.Dispose();
        request?.Dispose();
    }
}
