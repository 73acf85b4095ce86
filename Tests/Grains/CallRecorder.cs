using System.Collections.Concurrent;

namespace OrleansVideo.Tests.Grains;

/// <summary>Remembers which grain type called which.</summary>
internal sealed class CallRecorder : IIncomingGrainCallFilter
{
    public ConcurrentDictionary<(string From, string To), int> Edges { get; } = new();

    public Task Invoke(IIncomingGrainCallContext context)
    {
        // A timer's tick is a call of the grain to itself through an interface of Orleans' own.
        if (context.InterfaceMethod.DeclaringType?.Namespace?.StartsWith("OrleansVideo", StringComparison.Ordinal) != true) return context.Invoke();
        var from = context.SourceId is { } source && !source.IsClient() && !source.IsSystemTarget() ? source.Type.ToString()! : "outside";
        Edges.AddOrUpdate((from, context.TargetId.Type.ToString()!), 1, (_, count) => count + 1);
        return context.Invoke();
    }
}
