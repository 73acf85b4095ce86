using Orleans.Concurrency;

namespace OrleansVideo.Tests.WebFrontend.Hosting;

/// <summary>A grain that fails as often as it is told to, and counts how often it was asked.</summary>
[Alias("test-flaky")]
public interface IFlakyGrain : IGrainWithGuidKey
{
    [Alias("prepare")]
    Task Prepare(int failures, Exception failure);

    [Alias("echo"), Idempotent]
    Task<string> Echo(string text, int[] numbers);

    [Alias("wait"), Idempotent]
    Task<string> Wait(string text, CancellationToken cancellationToken);

    [Alias("once")]
    Task<string> Once(string text);

    [Alias("asked"), AlwaysInterleave]
    Task<int> Asked();

    /// <summary>Calls another grain's repeatable method from within this one.</summary>
    [Alias("pass-on")]
    Task<string> PassOn(Guid other);
}
