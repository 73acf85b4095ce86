using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

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

    /// <summary>Addresses that are counted at once; beyond it the one that began first is forgotten.</summary>
    public const int MaxAddresses = 10_000;

    private const int PrefixBytes = 8; // An IPv6 customer has a /64 at least.

    private readonly Dictionary<IPAddress, Misses> _misses = [];
    private readonly Queue<IPAddress> _oldestFirst = new();
    private readonly Lock _lock = new();

    /// <summary>How many addresses are counted now.</summary>
    public int Addresses
    {
        get
        {
            lock (_lock) return _misses.Count;
        }
    }

    /// <summary>For how long requests by id from this address are refused; null when they are not.</summary>
    /// <param name="address">The caller's address; null when there is none, as over a Unix socket.</param>
    public TimeSpan? RefusedFor(IPAddress? address)
    {
        var limit = options.Value.MaxUnknownIdsPerMinute;
        if (limit == 0) return null;
        lock (_lock)
        {
            return _misses.TryGetValue(Network(address), out var misses) && misses.Ids.Count >= limit && Left(misses) is var left && left > TimeSpan.Zero
                ? left
                : null;
        }
    }

    /// <summary>An id was asked for, and is not there.</summary>
    /// <param name="address">The caller's address.</param>
    /// <param name="id">The id, as the caller wrote it.</param>
    public void Add(IPAddress? address, string id)
    {
        var limit = options.Value.MaxUnknownIdsPerMinute;
        if (limit == 0) return;
        var network = Network(address);
        lock (_lock)
        {
            while (_oldestFirst.TryPeek(out var oldest) && (Left(_misses[oldest]) <= TimeSpan.Zero || (_misses.Count >= MaxAddresses && !_misses.ContainsKey(network))))
                _misses.Remove(_oldestFirst.Dequeue());
            if (!_misses.TryGetValue(network, out var misses))
            {
                _misses.Add(network, misses = new Misses(clock.GetTimestamp(), []));
                _oldestFirst.Enqueue(network);
            }

            // Hashes differ from process to process, so nobody can choose ids that count as one.
            if (misses.Ids.Count >= limit || !misses.Ids.Add(id.GetHashCode(StringComparison.Ordinal)) || misses.Ids.Count < limit) return;
            var left = Left(misses);
            LogLimited(limit, left);
        }
    }

    private TimeSpan Left(Misses misses) => Window - clock.GetElapsedTime(misses.Since);

    private static IPAddress Network(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[PrefixBytes..].Clear();
        return new IPAddress(bytes);
    }

    // Without the address: logs have nobody's. The proxy's access log knows it.
    [LoggerMessage(EventId = 3062, Level = LogLevel.Information, Message =
        "An address asked for {Limit} ids that are not there; its requests by id are refused for {Left}")]
    private partial void LogLimited(int limit, TimeSpan left);

    private readonly record struct Misses(long Since, HashSet<int> Ids);
}
