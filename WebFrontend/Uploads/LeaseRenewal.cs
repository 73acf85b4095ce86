using OrleansVideo.Uploads;

namespace OrleansVideo.WebFrontend.Uploads;

/// <summary>Keeps a write lease while its file comes in, and ends the reading when the lease is somebody else's.</summary>
internal sealed partial class LeaseRenewal : IAsyncDisposable
{
    private readonly IUploadGrain _upload;
    private readonly UploadLease _lease;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _lost;
    private readonly PeriodicTimer _timer;
    private readonly Task _running;
    private long _received;

    /// <summary>Starts renewing.</summary>
    public LeaseRenewal(IUploadGrain upload, UploadLease lease, TimeProvider clock, ILogger logger, CancellationToken requestAborted)
    {
        (_upload, _lease, _logger) = (upload, lease, logger);
        _lost = CancellationTokenSource.CreateLinkedTokenSource(requestAborted);
        _timer = new PeriodicTimer(lease.RenewEvery, clock);
        _running = Run();
    }

    /// <summary>Cancelled when the lease or the client is gone.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>The rule that took the lease: another writer has it, or the room is taken; null while it is this writer's.</summary>
    public Refusal? LostTo { get; private set; }

    /// <summary>Tells how far the writing is.</summary>
    public void Report(long received) => Interlocked.Exchange(ref _received, received);

    /// <summary>Reserves more bytes, since the file is about to have one more than these.</summary>
    /// <returns>The lease, with more than <paramref name="received"/> bytes reserved.</returns>
    public Task<Result<UploadLease>> ReserveAsync(long received) => _upload.Reserve(_lease.Number, received);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running;
        _lost.Dispose();
    }

    private async Task Run()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                if ((await _upload.Renew(_lease.Number, Interlocked.Read(ref _received))).Refusal is not { } refusal) continue;
                LostTo = refusal;
                await _lost.CancelAsync();
                return;
            }
#pragma warning disable CA1031 // Whatever stopped one renewal, the next tick asks again; the lease lives for three of them.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogMissed(_logger, e);
            }
        }
    }

    [LoggerMessage(EventId = 4210, Level = LogLevel.Warning, Message = "A write lease could not be renewed; trying again")]
    private static partial void LogMissed(ILogger logger, Exception error);
}
