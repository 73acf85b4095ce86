using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Cluster.Revocation;

/// <summary>
/// How many bytes a server has handed to the kernel on each of its connections, by the kernel itself: what the other side has
/// acknowledged, and what lies in the send queue (<c>ss --tcp --info</c>). It is looked at ten times a second.
/// </summary>
/// <remarks>
/// Nothing else is as near to the truth. The frontend's own counters (<c>orleansvideo.stream.bytes</c>, the admin's <c>bytesSent</c>) count
/// whole pieces, one of them when the piece is over, the other when it begins: a slow viewer's piece lasts a second and more, and what
/// matters is where in it the end came. Both are also the word of the very program that is tested. What the player receives comes later
/// than what was handed over, and what a reset drops it never sees; it serves as a check, since it can't be more than was handed over.
/// </remarks>
internal sealed partial class KernelBytes : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Sample> _samples = [];
    private readonly string _filter;
    private readonly Task _sampling;

    /// <summary>Begins to look at the connections of these ports of servers on this machine.</summary>
    public KernelBytes(IEnumerable<int> ports)
    {
        _filter = $"( {string.Join(" or ", ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"sport = :{port}")))} )";
        _sampling = Run();
    }

    /// <summary>The machine's monotonic clock.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>Looks that were had so far.</summary>
    public int Count
    {
        get
        {
            lock (_samples) return _samples.Count;
        }
    }

    /// <summary>Bytes handed over by a moment, and not a byte more: what the last look before it has seen.</summary>
    public long AtLeastBy(Connection connection, TimeSpan moment)
    {
        lock (_samples) return Seen(connection, _samples.FindLastIndex(sample => sample.Ended <= moment));
    }

    /// <summary>
    /// Bytes handed over by a moment, or at most 0.1 s later: what the first look after it has seen. Null when the connection was gone by
    /// then, and so all that was ever handed over was handed over before.
    /// </summary>
    public long? AtMostBy(Connection connection, TimeSpan moment)
    {
        lock (_samples)
        {
            return _samples.Find(sample => sample.Began >= moment) is not { } first ? Seen(connection, _samples.Count - 1)
                : first.Handed.TryGetValue(connection, out var bytes) ? bytes
                : null;
        }
    }

    /// <summary>Bytes of which the last look has seen that they were handed over.</summary>
    public long Seen(Connection connection)
    {
        lock (_samples) return Seen(connection, _samples.Count - 1);
    }

    /// <summary>The first look that saw all that was ever handed over: the last byte came before.</summary>
    public TimeSpan LastByteSeen(Connection connection)
    {
        lock (_samples)
        {
            var all = Seen(connection, _samples.Count - 1);
            return _samples.First(sample => sample.Handed.GetValueOrDefault(connection) == all).Ended;
        }
    }

    /// <summary>When the connection was first seen no more; null while it is there.</summary>
    public TimeSpan? Gone(Connection connection)
    {
        lock (_samples)
        {
            var last = _samples.FindLastIndex(sample => sample.Handed.ContainsKey(connection));
            return last == _samples.Count - 1 ? null : _samples[last + 1].Ended;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sampling;
        _stop.Dispose();
    }

    /// <summary>What the look with that number saw; what an earlier one did, when the connection is gone by then.</summary>
    private long Seen(Connection connection, int index)
    {
        for (; index >= 0; index--)
        {
            if (_samples[index].Handed.TryGetValue(connection, out var bytes)) return bytes;
        }

        return 0;
    }

    private async Task Run()
    {
        using var pace = new PeriodicTimer(Pace);
        do
        {
            var began = Now;
            var start = new ProcessStartInfo("ss", ["--tcp", "--info", "--numeric", "--no-header", "--oneline", _filter]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var lines = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"ss ended with {process.ExitCode}.");
            lock (_samples) _samples.Add(new Sample(began, Now, Read(lines)));
        }
        while (!_stop.IsCancellationRequested && await pace.WaitForNextTickAsync(CancellationToken.None));
    }

    /// <summary>State, receive queue, send queue, local and peer address, and what the kernel counts.</summary>
    internal static Dictionary<Connection, long> Read(string lines) => lines
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => (Words: line.Split(' ', StringSplitOptions.RemoveEmptyEntries), Acked: AckedWord().Match(line)))
        .ToDictionary(
            line => new Connection(PortOf(line.Words[3]), PortOf(line.Words[4])),
            line => Number(line.Words[2]) + (line.Acked.Success ? Number(line.Acked.Groups[1].Value) : 0));

    private static int PortOf(string address) => (int)Number(address[(address.LastIndexOf(':') + 1)..]);

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"bytes_acked:(\d+)")]
    private static partial Regex AckedWord();

    private sealed record Sample(TimeSpan Began, TimeSpan Ended, Dictionary<Connection, long> Handed);
}

/// <summary>A connection between two processes of this machine, by its ports.</summary>
internal readonly record struct Connection(int Server, int Client);
