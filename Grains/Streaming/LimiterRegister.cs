namespace OrleansVideo.Grains.Streaming;

/// <summary>The row as one activation of the limiter writes it: one write at a time, and none after a later activation's first.</summary>
/// <param name="row">The row.</param>
/// <param name="taken">What it was when this activation took its epoch.</param>
internal sealed class LimiterRegister(LimiterRow row, LimiterRecord taken)
{
    private LimiterRecord _record = taken;
    private Task _last = Task.CompletedTask;

    /// <summary>
    /// Whether the row is as it was last seen. A write that failed may have been done, or may be done yet: then the next
    /// change writes though nothing seems to change, so that either its own write is the last or the row is read.
    /// </summary>
    private bool _isSure = true;

    /// <summary>
    /// Changes the row, after the changes asked for before. The change may be asked for more than once, and returns its
    /// argument where there is nothing to do. To be called in turns of the grain alone.
    /// </summary>
    /// <exception cref="TimeoutException">A later activation has taken over.</exception>
    public Task Change(Func<LimiterRecord, LimiterRecord> change) => _last = After(_last, change);

    private async Task After(Task before, Func<LimiterRecord, LimiterRecord> change)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing); // Its own caller's failure.
        while (change(_record) is var next && (!_isSure || !ReferenceEquals(next, _record)))
        {
            _isSure = false;
            _record = await row.Replace(_record, next) ?? await ReadOwn();
            _isSure = true;
        }
    }

    /// <summary>A write that was given up was done after all: the row's version tells.</summary>
    private async Task<LimiterRecord> ReadOwn() =>
        await row.Read(CancellationToken.None) is { } found && found.Term == _record.Term
            ? found
            : throw new TimeoutException($"The stream limiter of epoch {_record.Epoch} was replaced by a later one.");
}
