using System.Reflection;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Facts;

/// <summary>A limiter that lets everybody join a lease of a minute.</summary>
public class GrantingLimiter : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(IStreamLimiterGrain.Renew) => Task.FromResult(new HeartbeatAnswer(LimiterOutcome.Done, 0, TimeSpan.FromMinutes(1), [], [], [])),
        nameof(IStreamLimiterGrain.Acquire) =>
            Task.FromResult(new StreamAnswer(LimiterOutcome.Done, 0, new StreamLease(Guid.NewGuid(), TimeSpan.FromMinutes(1), IsNew: false))),
        _ => throw new NotSupportedException(targetMethod.Name),
    };
}
