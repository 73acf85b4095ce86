using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization.Invocation;
using OrleansVideo.WebFrontend.Problems;
using Polly;
using Polly.Retry;

namespace OrleansVideo.WebFrontend.Hosting;

/// <summary>Safe retries of grain calls.</summary>
public static class GrainCallRetriesSetup
{
    /// <summary>
    /// Repeats the web site's own calls that may be repeated while a silo is replaced. Works for a client of a cluster and for
    /// a silo in this process, whose grains' calls to each other are left alone.
    /// </summary>
    public static IServiceCollection AddGrainCallRetries(this IServiceCollection services) =>
        services.AddSingleton<IOutgoingGrainCallFilter, GrainCallRetries>();
}

/// <summary>
/// Repeats grain calls of the web site that promise to be repeatable (<see cref="IdempotentAttribute"/>) while the cluster
/// is in trouble that passes, as when a silo has died. All other calls, and calls of grains, are made once.
/// </summary>
/// <remarks>
/// New attempts begin for as long as one call may take; so one that used its time up is not repeated, and one whose last
/// attempt hangs takes twice as long at most.
/// </remarks>
internal sealed partial class GrainCallRetries : IOutgoingGrainCallFilter
{
    /// <summary>How long new attempts are begun, unless a call's own time is shorter, or the method's is longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly ResiliencePropertyKey<Attempts> Key = new("grain-call");
    private readonly ConcurrentDictionary<MethodInfo, TimeSpan?> _patience = new();
    private readonly ResiliencePipeline _pipeline;
    private readonly TimeSpan _usual;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _retried;
    private readonly ILogger<GrainCallRetries> _logger;

    /// <summary>Creates the filter.</summary>
    public GrainCallRetries(
        IOptions<ClientMessagingOptions> client, TimeProvider clock, IMeterFactory meters, ILogger<GrainCallRetries> logger)
    {
        (_clock, _logger) = (clock, logger);
        _usual = client.Value.ResponseTimeout < Patience ? client.Value.ResponseTimeout : Patience;
        _retried = meters.CreateVideoMeter().CreateCounter<long>(
            "orleansvideo.grain_calls.retried", "{call}", "Grain calls of the web site that were made more than once.");
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(1),
            ShouldHandle = IsWorthAnother,
        }).Build();
    }

    /// <inheritdoc/>
    public Task Invoke(IOutgoingGrainCallContext context) =>
        context.SourceId is null && _patience.GetOrAdd(context.InterfaceMethod, PatienceFor) is { } patience
            ? Repeat(context, patience)
            : context.Invoke();

    private async Task Repeat(IOutgoingGrainCallContext call, TimeSpan patience)
    {
        var attempts = new Attempts(patience, _clock.GetTimestamp(), call.Request);
        var context = ResilienceContextPool.Shared.Get();
        context.Properties.Set(Key, attempts);
        var isDone = false;
        try
        {
            await _pipeline.ExecuteAsync(
                static async (_, state) =>
                {
                    state.attempts.Next();
                    await state.call.Invoke();
                },
                context,
                (attempts, call));
            isDone = true;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            if (attempts.Made > 1) Tell(call, attempts, isDone);
        }
    }

    private ValueTask<bool> IsWorthAnother(RetryPredicateArguments<object> attempt) => ValueTask.FromResult(
        attempt.Outcome.Exception is { } exception && ClusterTrouble.IsPassing(exception)
        && attempt.Context.Properties.TryGetValue(Key, out var attempts)
        && _clock.GetElapsedTime(attempts.Start) < attempts.Time);

    private void Tell(IOutgoingGrainCallContext call, Attempts attempts, bool isDone)
    {
        _retried.Add(1, new("method", $"{call.InterfaceMethod.DeclaringType?.Name}.{call.MethodName}"), new("outcome", isDone ? "answered" : "failed"));
        var milliseconds = (long)_clock.GetElapsedTime(attempts.Start).TotalMilliseconds;
        if (isDone) LogAnswered(call.MethodName, call.TargetId, attempts.Made, milliseconds);
        else LogFailed(call.MethodName, call.TargetId, attempts.Made, milliseconds);
    }

    /// <summary>How long new attempts are begun: a call's own time; null for one that is made once.</summary>
    private TimeSpan? PatienceFor(MethodInfo method) => method.IsDefined(typeof(IdempotentAttribute))
        ? method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout ?? _usual
        : null;

    [LoggerMessage(EventId = 3050, Level = LogLevel.Information, Message = "{Method} of {Grain} was answered at attempt {Attempts}, after {Milliseconds} ms")]
    private partial void LogAnswered(string method, GrainId grain, int attempts, long milliseconds);

    [LoggerMessage(EventId = 3051, Level = LogLevel.Warning, Message = "{Method} of {Grain} failed {Attempts} times within {Milliseconds} ms")]
    private partial void LogFailed(string method, GrainId grain, int attempts, long milliseconds);

    /// <summary>
    /// One call's attempts. A grain in this process empties the request that it has handled (Orleans 10.4), so each further
    /// attempt gets its arguments again. None begins while an earlier one may still run: what timed out has no time left.
    /// </summary>
    private sealed class Attempts(TimeSpan patience, long start, IInvokable request)
    {
        private readonly object?[] _arguments = [.. Enumerable.Range(0, request.GetArgumentCount()).Select(request.GetArgument)];

        public TimeSpan Time => patience;

        public long Start => start;

        public int Made { get; private set; }

        public void Next()
        {
            if (Made++ == 0) return;
            for (var index = 0; index < _arguments.Length; index++) request.SetArgument(index, _arguments[index]!);
        }
    }
}
