using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using OrleansVideo.Streaming;

namespace OrleansVideo.Benchmarks.Limiter;

/// <summary>What a frontend says to the limiter, without the frontend: its messages are numbered, and each caller has a playback of its own.</summary>
internal sealed class BenchmarkFrontend
{
    private static readonly Guid Video = Guid.NewGuid();
    private readonly IStreamLimiterGrain _limiter;
    private readonly Guid _id = Guid.NewGuid();
    private readonly PlaybackKey[] _playbacks;
    private readonly Guid?[] _leases;
    private long _number;
    private long _epoch;
    private long _sentAnew;

    private BenchmarkFrontend(IStreamLimiterGrain limiter, int playbacks)
    {
        _limiter = limiter;
        _playbacks = [.. Enumerable.Range(0, playbacks).Select(i => new PlaybackKey(ViewerOf($"{_id} {i}"), Video))];
        _leases = new Guid?[playbacks];
    }

    /// <summary>Calls that the limiter wanted again because a later message had come before them.</summary>
    public long SentAnew => Interlocked.Read(ref _sentAnew);

    /// <summary>A frontend that the limiter knows, and to which it grants.</summary>
    /// <param name="limiter">The limiter.</param>
    /// <param name="playbacks">How many playbacks it has.</param>
    public static async Task<BenchmarkFrontend> Register(IStreamLimiterGrain limiter, int playbacks)
    {
        var frontend = new BenchmarkFrontend(limiter, playbacks);
        while (await limiter.Report(new FrontendReport(frontend.Next(), [])) is { Outcome: not LimiterOutcome.Done } answer)
            frontend._epoch = answer.Epoch;
        while (!(await limiter.GetState()).IsGranting)
        {
        }

        return frontend;
    }

    /// <summary>A viewer as the site would name it: as long, and as random.</summary>
    public static string ViewerOf(string client) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(client)).AsSpan(..16));

    /// <summary>One call: a caller's playback gets its token, or gives it back.</summary>
    /// <param name="caller">Whose.</param>
    public async Task AcquireOrRelease(int caller)
    {
        if (_leases[caller] is { } lease)
        {
            var outcome = await _limiter.Release(Next(), lease);
            if (outcome == LimiterOutcome.SendAnew) Interlocked.Increment(ref _sentAnew);
            else _leases[caller] = null;
            return;
        }

        var answer = await _limiter.Acquire(new StreamRequest(Next(), _playbacks[caller], "198.51.100.23"));
        if (answer.Outcome == LimiterOutcome.SendAnew) Interlocked.Increment(ref _sentAnew);
        else _leases[caller] = answer.Lease?.Id ?? throw new InvalidOperationException($"No token: {answer.Outcome}, {answer.Refusal}.");
    }

    /// <summary>Every playback gets its token.</summary>
    public async Task AcquireAll()
    {
        for (var caller = 0; caller < _leases.Length; caller++) await AcquireOrRelease(caller);
    }

    /// <summary>Heartbeats, one after the other.</summary>
    /// <param name="count">How many.</param>
    /// <returns>How long each took, the shortest first.</returns>
    public async Task<List<TimeSpan>> Beat(int count)
    {
        List<TimeSpan> times = [];
        while (times.Count < count)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await _limiter.Renew(Heartbeat());
            times.Add(Stopwatch.GetElapsedTime(began));
            if (answer is not { Outcome: LimiterOutcome.Done, Lost.Count: 0 }) throw new InvalidOperationException($"Not renewed: {answer}.");
        }

        times.Sort();
        return times;
    }

    /// <summary>The next heartbeat: it carries every token, each with a request open and some megabytes sent.</summary>
    public StreamHeartbeat Heartbeat() => new(
        Next(), [.. _leases.OfType<Guid>()], [.. _leases.Select(_ => 1)], [.. _leases.Select((_, i) => 50_000_000L + i)]);

    /// <summary>It holds nothing any more, and is not waited for.</summary>
    public Task Stop() => _limiter.HandOver(Next(), [.. _leases.OfType<Guid>()]);

    private FrontendMark Next() => new(_id, Interlocked.Increment(ref _number), _epoch);
}
