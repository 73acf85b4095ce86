using System.Reflection;

namespace OrleansVideo.Tests.WebFrontend.Hosting;

/// <summary>A cluster of hand-made grains: what is asked for by key comes from a function, whatever the key's kind.</summary>
public class FakeGrains : DispatchProxy
{
    private readonly Dictionary<Type, Func<string, object>> _grains = [];

    /// <summary>A grain factory that knows these kinds of grain.</summary>
    public static IGrainFactory Of(params (Type Interface, Func<string, object> Make)[] kinds)
    {
        var factory = Create<IGrainFactory, FakeGrains>();
        foreach (var (type, make) in kinds) ((FakeGrains)(object)factory)._grains[type] = make;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod is { Name: nameof(IGrainFactory.GetGrain), IsGenericMethod: true }
            ? _grains[targetMethod.ReturnType](args![0]!.ToString()!)
            : throw new NotSupportedException($"{targetMethod} is not faked");
}
