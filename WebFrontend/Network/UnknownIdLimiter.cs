using System.Net;
using Microsoft.Extensions.Options;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>
/// Counts, by network address, the ids that were asked for and are not there: whoever makes ids up is refused before a grain is
/// asked, as each is an activation. Different ids are counted, so that asking again for one video that has gone harms nobody. Who asks
/// at once is counted when the answers are known, so as many requests as are under way may exceed the limit.
/// </summary>
/// <param name="options">How many are allowed.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">The log.</param>
public sealed partial class UnknownIdLimiter(IOptions<NetworkOptions> options, TimeProvider clock, ILogger<UnknownIdLimiter> logger)
{
    /// <summary>The time in which unknown ids are counted; it begins with the first.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Addresses that are counted at once; beyond it those with the fewest ids are forgotten first.</summary>
    public const int MaxAddresses = 10_000;

    private readonly BoundedTable<IPAddress, Misses> _misses = new(MaxAddresses, clock);
    private readonly Lock _lock = new();

    /// <summary>How many addresses are counted now.</summary>
    public int Addresses
    {
        get
        {
            lock (_lock) return _misses.Count;
        }
    }

    /// <summary>The refusal of a request by id.</summary>
    /// <param name="wait">For how long such requests are refused.</param>
    public static Refusal RefusalOf(TimeSpan wait) =>
        new Refusal(RefusalCode.RateLimited, "Your network address asked for too many videos that are not here.", wait);

    /// <summary>For how long requests by id from this address are refused; null when they are not.</summary>
    /// <param name="address">The caller's address; null when there is none, as over a Unix socket.</param>
    public TimeSpan? RefusedFor(IPAddress? address)
    {
        var limit = options.Value.MaxUnknownIdsPerMinute;
        if (limit == 0) return null;
        lock (_lock)
        {
            return _misses.TryGet(NetworkPrefix.Of(address), out var misses) && misses.Ids.Count >= limit ? Left(misses) : null;
        }
    }

    /// <summary>An id was asked for, and is not there.</summary>
    /// <param name="address">The caller's address.</param>
    /// <param name="id">The id, as the caller wrote it.</param>
    public void Add(IPAddress? address, string id)
    {
        var limit = options.Value.MaxUnknownIdsPerMinute;
        if (limit == 0) return;
        var network = NetworkPrefix.Of(address);
        lock (_lock)
        {
            if (!_misses.TryGet(network, out var misses)) misses = new Misses(clock.GetTimestamp(), []);

            // Hashes differ from process to process, so nobody can choose ids that count as one.
            if (misses.Ids.Count >= limit || !misses.Ids.Add(id.GetHashCode(StringComparison.Ordinal))) return;
            var left = Left(misses);
            _misses.Set(network, misses, misses.Ids.Count, left);
            if (misses.Ids.Count == limit) LogLimited(limit, left);
        }
    }

    private TimeSpan Left(Misses misses) => Window - clock.GetElapsedTime(misses.Since);

    // Without the address: logs have nobody's. The proxy's access log knows it.
    [LoggerMessage(EventId = 3062, Level = LogLevel.Information, Message =
        "An address asked for {Limit} ids that are not there; its requests by id are refused for {Left}")]
    private partial void LogLimited(int limit, TimeSpan left);

    private readonly record struct Misses(long Since, HashSet<int> Ids);
}
