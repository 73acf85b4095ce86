using System.Reflection;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Facts;

/// <summary>A video's grain that says what the test wants, and counts how often it is read.</summary>
public class ScriptedVideo : DispatchProxy
{
    private int _reads;

    public Func<Task<VideoDetails?>> Answer { get; set; } = () => Task.FromResult<VideoDetails?>(null);

    public int Reads => _reads;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name != nameof(IVideoGrain.Read)) throw new NotSupportedException(targetMethod.Name);
        Interlocked.Increment(ref _reads);
        return Answer();
    }
}
