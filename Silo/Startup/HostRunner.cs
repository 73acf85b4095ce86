using Microsoft.Extensions.Options;

namespace OrleansVideo.Silo.Startup;

/// <summary>Runs a host of the site from start to stop, and turns what an operator can mend into one line and an exit code.</summary>
public static partial class HostRunner
{
    /// <summary>Exit code of a process that could not start for a reason its operator can remove.</summary>
    public const int CannotStart = 1;

    /// <summary>
    /// Builds the host, checks its options, takes the data directory, migrates the database, starts it, and waits until it is told to
    /// stop. A <see cref="StartupException"/>, invalid options or an address in use become one line on <paramref name="errors"/>, a
    /// critical log entry and <see cref="CannotStart"/>; any other exception leaves with its stack trace.
    /// </summary>
    /// <param name="build">Builds the host, disposed here.</param>
    /// <param name="errors">Where the one line goes; standard error when null.</param>
    /// <param name="cancellationToken">Stops the host gracefully.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync(Func<IHost> build, TextWriter? errors = null, CancellationToken cancellationToken = default)
        => RunAsync(
            build,
            async host =>
            {
                await host.StartAsync(cancellationToken);
                await host.WaitForShutdownAsync(cancellationToken);
            },
            errors,
            cancellationToken);

    /// <summary>
    /// As <see cref="RunAsync(Func{IHost}, TextWriter?, CancellationToken)"/>, for a host whose start-up steps are all there is to do: it
    /// is never started.
    /// </summary>
    /// <param name="build">Builds the host, disposed here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunToEndAsync(Func<IHost> build, CancellationToken cancellationToken = default)
        => RunAsync(build, _ => Task.CompletedTask, errors: null, cancellationToken);

    private static async Task<int> RunAsync(
        Func<IHost> build, Func<IHost, Task> run, TextWriter? errors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        IHost? host = null;
        try
        {
            host = build();

            // Both steps are the host's own as well. Taken here, before it starts, their failures are not logged as faults of the host.
            host.Services.GetService<IStartupValidator>()?.Validate();
            if (host.Services.GetService<StartupSteps>() is { } steps) await steps.TakeAsync(cancellationToken);
            await run(host);
            return 0;
        }
        catch (Exception exception) when (StartupFailure.Explain(exception) is { } reason)
        {
            if (host?.Services.GetService<ILoggerFactory>()?.CreateLogger(typeof(HostRunner)) is { } logger) LogCannotStart(logger, reason);
            await (errors ?? Console.Error).WriteLineAsync(reason);
            return CannotStart;
        }
        finally
        {
            if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
            else host?.Dispose();
        }
    }

    [LoggerMessage(EventId = 2000, Level = LogLevel.Critical, Message = "The site cannot start: {Reason}")]
    private static partial void LogCannotStart(ILogger logger, string reason);
}

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
