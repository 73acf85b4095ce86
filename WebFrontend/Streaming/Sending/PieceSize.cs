namespace OrleansVideo.WebFrontend.Streaming.Sending;

/// <summary>
/// How large the next piece of an answer is: as much as the viewer took in the last second, so that little flows on after a
/// stream token has ended, and a fast one is not asked for more often than need be.
/// </summary>
internal struct PieceSize(TimeProvider clock)
{
    /// <summary>The design's limit: bytes that enter the kernel after one look at the lease.</summary>
    public const int Most = 1024 * 1024;

    private const int Least = 64 * 1024;
    private int _last = Most / 4;
    private long _began = 0;

    /// <summary>The length of the next piece, which is sent from now on.</summary>
    /// <param name="left">Bytes that are left; at least one.</param>
    public int Next(long left)
    {
        var now = clock.GetTimestamp();
        if (_began != 0) _last = (int)Math.Clamp(_last / Math.Max(clock.GetElapsedTime(_began, now).TotalSeconds, 0.001), Least, Most);
        _began = now;
        return (int)Math.Min(_last, left);
    }
}
