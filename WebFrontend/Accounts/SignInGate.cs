using System.Threading.RateLimiting;
using OrleansVideo.Accounts;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>
/// Who may hash a password now. Attempts on one name go one by one, so that guesses made at once can't all be checked
/// before the first is counted; and all names together get no more than the machine's cores, because one hash takes a
/// large part of a second of a core (W5).
/// </summary>
public sealed class SignInGate : IAsyncDisposable
{
    /// <summary>Attempts on one name that may wait.</summary>
    public const int QueuePerName = 8;

    private const int QueuePerCore = 16;

    private readonly PartitionedRateLimiter<string> _gate = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string, string>(name => RateLimitPartition.GetConcurrencyLimiter(
            UserName.Normalize(name), _ => Concurrency(1, QueuePerName)), StringComparer.Ordinal),
        PartitionedRateLimiter.Create<string, int>(_ => RateLimitPartition.GetConcurrencyLimiter(
            0, _ => Concurrency(Environment.ProcessorCount, Environment.ProcessorCount * QueuePerCore))));

    /// <summary>Waits for its turn. The lease is not acquired when too many wait already; dispose it in any case.</summary>
    public ValueTask<RateLimitLease> EnterAsync(string userName, CancellationToken cancellationToken) =>
        _gate.AcquireAsync(userName, 1, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    private static ConcurrencyLimiterOptions Concurrency(int permits, int queue) => new()
    {
        PermitLimit = permits,
        QueueLimit = queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    };
}
