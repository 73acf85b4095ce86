using OrleansVideo.Uploads;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Uploads;

/// <summary>Keeps a write lease while its file comes in, and ends the reading when the lease is somebody else's.</summary>
internal sealed class LeaseRenewal : IAsyncDisposable
{
    private readonly IUploadGrain _upload;
    private readonly UploadLease _lease;
    private readonly CancellationTokenSource _lost;
    private readonly PeriodicTimer _timer;
    private readonly Task _running;
    private long _received;

    /// <summary>Starts renewing.</summary>
    public LeaseRenewal(IUploadGrain upload, UploadLease lease, TimeProvider clock, CancellationToken requestAborted)
    {
        (_upload, _lease) = (upload, lease);
        _lost = CancellationTokenSource.CreateLinkedTokenSource(requestAborted);
        _timer = new PeriodicTimer(lease.RenewEvery, clock);
        _running = Run();
    }

    /// <summary>Cancelled when the lease or the client is gone.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Tells how far the writing is.</summary>
    public void Report(long received) => Interlocked.Exchange(ref _received, received);

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
                if ((await _upload.Renew(_lease.Number, Interlocked.Read(ref _received))).Refusal is null) continue;
                await _lost.CancelAsync();
                return;
            }
            catch (Exception e) when (ClusterTrouble.IsTrouble(e))
            {
                // Not answered in time: the next tick asks again, and only the newest lease's number ever publishes.
            }
        }
    }
}
