namespace OrleansVideo.Silo.Database;

/// <summary>
/// Lets one writer at a time through, in the order of their coming. SQLite has a single writer as well, but who waits for it there holds
/// a thread, sleeps up to 100 ms between tries, and may be overtaken for seconds.
/// </summary>
internal sealed class WriteGate : IDisposable
{
    /// <summary>How long anybody waits: by then, whoever asked has given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Waits for the gate, on no thread. Whoever gets through calls <see cref="Leave"/>.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes inside.</returns>
    /// <exception cref="TimeoutException">The gate did not open: too many writers, or one that waits for itself.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (!await gate.WaitAsync(Patience, cancellationToken))
            throw new TimeoutException($"The database could not be written to within {Patience.TotalSeconds:F0} s.");
    }

    /// <summary>Lets the next writer in.</summary>
    public void Leave() => gate.Release();

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();
}
