using System.Collections.Concurrent;

namespace OrleansVideo.Tests.Cluster.Load;

/// <summary>What the site has acknowledged to the load, and so has to keep; and what failed.</summary>
public sealed class Promises(Timeline timeline)
{
    /// <summary>Video → SHA-256 of the content that was acknowledged.</summary>
    public ConcurrentDictionary<string, byte[]> Uploads { get; } = new();

    /// <summary>Videos whose deletion for good was acknowledged.</summary>
    public ConcurrentDictionary<string, bool> Deletions { get; } = new();

    /// <summary>Videos of which a deletion was asked for; whether it was taken may be unknown.</summary>
    public ConcurrentDictionary<string, bool> Doomed { get; } = new();

    /// <summary>Comment → its video.</summary>
    public ConcurrentDictionary<string, string> Comments { get; } = new();

    /// <summary>Playbacks that ended before their time: which frontend served them, since when, and when the player noticed.</summary>
    public ConcurrentQueue<(string Frontend, TimeSpan Since, TimeSpan At)> CutPlays { get; } = new();

    /// <summary>Requests that failed.</summary>
    public ConcurrentQueue<Failure> Failures { get; } = new();

    public TimeSpan Now => timeline.Now;

    private long _succeeded;

    /// <summary>Requests that were answered well.</summary>
    public long Succeeded => Interlocked.Read(ref _succeeded);

    public void Count() => Interlocked.Increment(ref _succeeded);

    public void Fail(FailureKind kind, string request, string detail)
    {
        Failures.Enqueue(new Failure(Now, kind, request, detail));
        if (kind == FailureKind.Wrong) timeline.Note($"WRONG: {request}: {detail}");
    }

    public override string ToString() =>
        $"{Succeeded} requests answered, {Uploads.Count} uploads, {Deletions.Count} deletions and {Comments.Count} comments acknowledged; "
        + $"failed: {Of(FailureKind.Unavailable)} × 503, {Of(FailureKind.CutOff)} cut off, {Of(FailureKind.Wrong)} wrong; {CutPlays.Count} plays cut";

    private int Of(FailureKind kind) => Failures.Count(failure => failure.Kind == kind);
}
