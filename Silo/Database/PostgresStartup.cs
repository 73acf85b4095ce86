using Npgsql;
using OrleansVideo.Silo.Startup;
using Polly;
using Polly.Retry;

namespace OrleansVideo.Silo.Database;

/// <summary>
/// Start-up step of a cluster's silo: the database answers and has this program's schema. While it is away the start waits, however
/// long, and goes on by itself.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="migrator">Brings it to this program's schema.</param>
/// <param name="clock">Times the waits.</param>
/// <param name="logger">Told of each try that failed.</param>
internal sealed partial class PostgresStartup(
    NpgsqlDataSource source, PostgresMigrator migrator, TimeProvider clock, ILogger<PostgresStartup> logger) : IStartupStep
{
    /// <summary>The longest wait between two tries: how much later than the database the site is ready at most.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly string database = PostgresName.Of(source);

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
        => await Retries().ExecuteAsync(async token => await migrator.MigrateAsync(token), cancellationToken);

    private ResiliencePipeline Retries() => new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(PostgresErrors.IsAway),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(500),
            MaxDelay = LongestWait,
            OnRetry = failed =>
            {
                LogWaiting(database, failed.Outcome.Exception!.Message, failed.RetryDelay.TotalSeconds);
                return default;
            },
        })
        .Build();

    [LoggerMessage(
        EventId = 2020,
        Level = LogLevel.Warning,
        Message = "{Database} does not answer yet ({Reason}); trying again in {Seconds} s")]
    private partial void LogWaiting(string database, string reason, double seconds);
}
