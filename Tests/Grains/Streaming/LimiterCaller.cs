using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

/// <summary>A frontend that talks to the limiter grain as the protocol wants it: it numbers, and reports when asked to.</summary>
internal sealed class LimiterCaller(IStreamLimiterGrain limiter)
{
    private readonly Guid _id = Guid.NewGuid();
    private long _number;
    private long _epoch;

    /// <summary>What it reports that it holds.</summary>
    public List<ReportedLease> Held { get; } = [];

    public FrontendMark Next() => new(_id, ++_number, _epoch);

    public async Task<StreamAnswer> Acquire(string viewer, Guid video)
    {
        var answer = await limiter.Acquire(Ask(viewer, video));
        if (answer.Outcome != LimiterOutcome.ReportFirst) return answer;
        await Report(answer.Epoch);
        return await limiter.Acquire(Ask(viewer, video));
    }

    public async Task<HeartbeatAnswer> Renew(params Guid[] leases)
    {
        var answer = await limiter.Renew(Beat(leases));
        if (answer.Outcome != LimiterOutcome.ReportFirst) return answer;
        await Report(answer.Epoch);
        return await limiter.Renew(Beat(leases));
    }

    public async Task<HeartbeatAnswer> Report(long epoch)
    {
        _epoch = epoch;
        return await limiter.Report(new FrontendReport(Next(), [.. Held]));
    }

    public Task<LimiterOutcome> Release(Guid lease) => limiter.Release(Next(), lease);

    public Task<LimiterOutcome> HandOver(params Guid[] leases) => limiter.HandOver(Next(), leases);

    private StreamRequest Ask(string viewer, Guid video) => new(Next(), new PlaybackKey(viewer, video), "10.0.0.1", KnowsEvicted: true);

    private StreamHeartbeat Beat(Guid[] leases) => new(Next(), leases, new int[leases.Length], new long[leases.Length]);
}
