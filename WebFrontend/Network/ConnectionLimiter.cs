using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>
/// Bounds the connections that are open at once: those of the whole process, below what its limit of files and sockets allows, and those
/// of each network address, so that one can't take them all. One too many is closed before a byte of it is read. The server's own limit
/// (<c>MaxConcurrentConnections</c>) knows no addresses, and writes a line for each connection that it closes.
/// </summary>
internal sealed partial class ConnectionLimiter : IHostedService, IDisposable
{
    /// <summary>Under so many connections a busy site turns people away, and its operator should know.</summary>
    private const int Few = 2000;

    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<IPNetwork> _proxies;
    private readonly ConcurrencyLimiter _all;
    private readonly PartitionedRateLimiter<IPAddress>? _byAddress;
    private readonly Counter<long> _refused;
    private readonly TimeProvider _clock;
    private readonly ILogger<ConnectionLimiter> _logger;
    private readonly long? _files;
    private readonly bool _isCapped;
    private readonly Refusals _ofSite = new();
    private readonly Refusals _ofAddresses = new();

    /// <summary>Creates the limiter of this process.</summary>
    public ConnectionLimiter(IOptions<NetworkOptions> options, IMeterFactory meters, TimeProvider clock, ILogger<ConnectionLimiter> logger)
        : this(options, meters, clock, logger, DescriptorLimit.Read())
    {
    }

    /// <summary>Creates the limiter of a process that may open so many files and sockets; null for any number.</summary>
    internal ConnectionLimiter(
        IOptions<NetworkOptions> options, IMeterFactory meters, TimeProvider clock, ILogger<ConnectionLimiter> logger, long? files)
    {
        (_clock, _logger, _files) = (clock, logger, files);
        var allowed = files is { } limit ? DescriptorLimit.ConnectionsWithin(limit) : int.MaxValue;
        var wanted = options.Value.MaxConnections;
        _isCapped = wanted > allowed;
        Limit = wanted == 0 ? allowed : Math.Min(wanted, allowed);
        LimitOfAddress = Math.Min(options.Value.MaxConnectionsPerAddress, Math.Max(1, Limit / 2));
        _proxies = KnownProxies.TryParse(options.Value.KnownProxies, out var proxies, out _) ? proxies : [];
        _all = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = Limit });
        if (LimitOfAddress > 0)
        {
            _byAddress = PartitionedRateLimiter.Create<IPAddress, IPAddress>(network => RateLimitPartition.GetConcurrencyLimiter(
                network, _ => new ConcurrencyLimiterOptions { PermitLimit = LimitOfAddress }));
        }

        var meter = meters.CreateVideoMeter();
        _refused = meter.CreateCounter<long>(
            "orleansvideo.connections.refused", "{connection}", "Connections that were closed at once, by the limit (site, address).");
        meter.CreateObservableGauge("orleansvideo.connections.limit", () => Limit, "{connection}", "Connections that may be open at once.");
    }

    /// <summary>How many connections may be open at once.</summary>
    public int Limit { get; }

    /// <summary>How many of one address; 0 for any number. Never more than half of all.</summary>
    public int LimitOfAddress { get; }

    /// <summary>Takes a connection.</summary>
    /// <param name="address">Whose; null when it comes over no network.</param>
    /// <returns>To be disposed when it ends; null when it is one too many.</returns>
    public IDisposable? TryAdmit(IPAddress? address)
    {
        var one = _byAddress is null || address is null || IsProxy(address) ? null : _byAddress.AttemptAcquire(NetworkPrefix.Of(address));
        if (one is { IsAcquired: false })
        {
            one.Dispose();
            _refused.Add(1, new KeyValuePair<string, object?>("limit", "address"));
            if (_ofAddresses.Add(_clock) is { } several) LogAddressFull(LimitOfAddress, several);
            return null;
        }

        var all = _all.AttemptAcquire();
        if (all.IsAcquired) return new Admission(all, one);
        all.Dispose();
        one?.Dispose();
        _refused.Add(1, new KeyValuePair<string, object?>("limit", "site"));
        if (_ofSite.Add(_clock) is { } many) LogFull(Limit, many);
        return null;
    }

    /// <summary>Says what the process has to live with.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_files is { } files && (_isCapped || Limit < Few)) LogFewFiles(files, Limit);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _all.Dispose();
        _byAddress?.Dispose();
    }

    private bool IsProxy(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _proxies.Any(proxy => proxy.Contains(plain));
    }

    [LoggerMessage(EventId = 3063, Level = LogLevel.Warning, Message =
        "This process may open {Files} files and sockets, so it takes {Connections} connections at once: raise its limit (ulimit -n, LimitNOFILE, ulimits.nofile) to take more")]
    private partial void LogFewFiles(long files, int connections);

    [LoggerMessage(EventId = 3064, Level = LogLevel.Warning, Message =
        "All {Limit} connections are open: new ones are closed at once, {Count} since this was last said")]
    private partial void LogFull(int limit, long count);

    // Without the address: logs have nobody's. The proxy's access log knows it.
    [LoggerMessage(EventId = 3065, Level = LogLevel.Warning, Message =
        "An address has {Limit} connections open: more of its are closed at once, {Count} since this was last said")]
    private partial void LogAddressFull(int limit, long count);

    /// <summary>Counts what one limit refused until it is time for a line of the log.</summary>
    private sealed class Refusals
    {
        private readonly Lock _lock = new();
        private long? _toldAt;
        private long _count;

        /// <summary>One more.</summary>
        /// <returns>How many there were since the last line, when a new one is due; else null.</returns>
        public long? Add(TimeProvider clock)
        {
            lock (_lock)
            {
                _count++;
                if (_toldAt is { } told && clock.GetElapsedTime(told) < LogEvery) return null;
                var count = _count;
                (_toldAt, _count) = (clock.GetTimestamp(), 0);
                return count;
            }
        }
    }

    private sealed class Admission(RateLimitLease all, RateLimitLease? one) : IDisposable
    {
        public void Dispose()
        {
            all.Dispose();
            one?.Dispose();
        }
    }
}

/// <summary>Limiting connections.</summary>
internal static class ConnectionLimit
{
    /// <summary>Limits the connections of an address; it belongs before everything else that is done with them.</summary>
    public static void LimitConnections(this ListenOptions address)
    {
        var limiter = address.ApplicationServices.GetRequiredService<ConnectionLimiter>();
        address.Use(next => async connection =>
        {
            using var admission = limiter.TryAdmit((connection.RemoteEndPoint as IPEndPoint)?.Address);
            if (admission is null) connection.Abort(new ConnectionAbortedException("Too many connections are open."));
            else await next(connection);
        });
    }
}

/// <summary>
/// How many files and sockets this process may have open (RLIMIT_NOFILE), and how many connections fit into that. The runtime raises the
/// soft limit to the hard one when it starts, so the soft one is all there is. A process that has none left can't even load its own code.
/// </summary>
internal static class DescriptorLimit
{
    /// <summary>What the process needs beside its connections: its own files, the database's, the cluster's sockets, ffmpeg's pipes.</summary>
    private const int Kept = 384;

    /// <summary>A connection's socket, and what its request opens: a video, a part file, or the socket to the tier that it is forwarded to.</summary>
    private const int PerConnection = 2;

    /// <summary>However low the limit, somebody has to be able to look at the site.</summary>
    private const int Fewest = 16;

    private const string Name = "Max open files";

    /// <summary>The limit of this process; null where there is none, or the system does not say.</summary>
    public static long? Read() => OperatingSystem.IsLinux() ? Parse(File.ReadLines("/proc/self/limits")) : null;

    /// <summary>The soft limit in the lines of <c>/proc/self/limits</c> (proc(5)).</summary>
    internal static long? Parse(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
        && long.TryParse(line.AsSpan(Name.Length).TrimStart().ToString().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;

    /// <summary>Connections that fit into a limit.</summary>
    public static int ConnectionsWithin(long limit) => (int)Math.Clamp((limit - Kept) / PerConnection, Fewest, int.MaxValue);
}
