using System.Diagnostics;
using OrleansVideo.CrashPoints;

/// <summary>
/// Makes any process of the site die by SIGKILL at a chosen point, without a change to it: the runtime loads this by
/// <c>DOTNET_STARTUP_HOOKS</c>, and the points are the beginnings and ends of the spans that the site traces itself by.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime before the process's own main method.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(CrashOrder.Variable) is not { Length: > 0 } path) return;
        var order = new CrashOrder(path);
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == "OrleansVideo",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => order.Reached("before " + activity.OperationName),
            ActivityStopped = activity => order.Reached("after " + activity.OperationName),
        });
    }
}
