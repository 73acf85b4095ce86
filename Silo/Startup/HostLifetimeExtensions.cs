namespace OrleansVideo.Silo.Startup;

/// <summary>Waiting for a host.</summary>
internal static class HostLifetimeExtensions
{
    /// <summary>Waits until all services of the host have started.</summary>
    /// <param name="lifetime">The host's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task UntilStartedAsync(this IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
