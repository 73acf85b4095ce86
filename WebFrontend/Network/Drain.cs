using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OrleansVideo.WebFrontend.Streaming.Sending;

namespace OrleansVideo.WebFrontend.Network;

/// <summary>How this site stops.</summary>
public static class DrainSetup
{
    /// <summary>What comes after the requests: tokens handed over, views written, the cluster left.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    /// <summary>Adds the drain; the host waits for it.</summary>
    public static IServiceCollection AddDrain(this IServiceCollection services)
    {
        services.AddSingleton<Drain>();
        services.AddOptions<HostOptions>().Configure<IServiceProvider>((host, provider) => host.ShutdownTimeout = Time(provider) + Rest);
        return services;
    }

    /// <summary>Lets a stop wait for requests; it belongs before everything else.</summary>
    public static void UseDrain(this IApplicationBuilder app)
    {
        var drain = app.ApplicationServices.GetRequiredService<Drain>();
        app.Use((context, next) => drain.Run(context, next));
    }

    /// <summary>The host asks before options are checked; what is wrong with them is said by their own check.</summary>
    private static TimeSpan Time(IServiceProvider provider)
    {
        try
        {
            return provider.GetRequiredService<IOptions<NetworkOptions>>().Value.DrainTime;
        }
        catch (OptionsValidationException)
        {
            return TimeSpan.Zero;
        }
    }
}

/// <summary>
/// A graceful stop. From its beginning no connection is taken and every connection ends with its response; responses and
/// uploads that are on their way have <see cref="NetworkOptions.DrainTime"/>, then they are cut off. Only after that do
/// the tokens of playbacks go over to other frontends, and the connection to the cluster ends.
/// </summary>
internal sealed partial class Drain : IDisposable
{
    private readonly CancellationTokenSource _cut = new();
    private readonly ConcurrentDictionary<IHttpRequestLifetimeFeature, byte> _running = new();
    private readonly CancellationTokenRegistration _onStop;
    private readonly ILogger<Drain> _logger;

    /// <summary>Creates the drain of a host.</summary>
    public Drain(IHostApplicationLifetime host, IOptions<NetworkOptions> options, ILogger<Drain> logger)
    {
        _logger = logger;
        _cut.Token.Register(CutOff);
        _onStop = host.ApplicationStopping.Register(() =>
        {
            LogStopping(_running.Count, options.Value.DrainTime);
            _cut.CancelAfter(options.Value.DrainTime);
        });
    }

    /// <summary>Runs a request that a stop waits for, and cuts off when it took too long.</summary>
    public async Task Run(HttpContext context, RequestDelegate next)
    {
        var request = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var connection = context.Features.Get<WatchedConnection>();
        connection?.Enter();
        _running.TryAdd(request, 0);
        try
        {
            if (_cut.IsCancellationRequested) request.Abort(); // It came in the very moment of the cut.
            await next(context);
        }
        finally
        {
            _running.TryRemove(request, out _);
            connection?.Leave();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _onStop.Dispose();
        _cut.Dispose();
    }

    private void CutOff()
    {
        var left = _running.Keys;
        if (left.Count > 0) LogCutOff(left.Count);
        foreach (var request in left) request.Abort();
    }

    [LoggerMessage(EventId = 3060, Level = LogLevel.Information, Message = "Stopping: {Requests} requests are under way and may take {DrainTime}")]
    private partial void LogStopping(int requests, TimeSpan drainTime);

    [LoggerMessage(EventId = 3061, Level = LogLevel.Warning, Message = "{Requests} requests were cut off, as the time of the stop is over")]
    private partial void LogCutOff(int requests);
}
