using Microsoft.Extensions.Options;
using Npgsql;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.Startup;
using Polly;
using Polly.Retry;

namespace OrleansVideo.Silo.DataDirectory;

/// <summary>
/// Start-up step of a cluster's processes, frontends too: the data directory is the one that all of them share. 1. The id in the
/// database is read, then the marker: whoever wrote the id had the marker before. 2. What does not fit is refused. 3. The marker is made
/// where there is none. 4. The database takes the marker's id unless it has one; of many that start at once, all end with that one.
/// While the database is away, or not yet migrated, the start waits and goes on by itself.
/// </summary>
/// <param name="paths">The directory.</param>
/// <param name="source">The database.</param>
/// <param name="site">Told of the id.</param>
/// <param name="options">Whether the directory is to be adopted.</param>
/// <param name="clock">Times the waits.</param>
/// <param name="logger">Told of each try that failed.</param>
internal sealed partial class SiteDirectoryStartup(
    DataDirectoryPaths paths,
    NpgsqlDataSource source,
    SiteDirectory site,
    IOptions<DataDirectoryOptions> options,
    TimeProvider clock,
    ILogger<SiteDirectoryStartup> logger) : IStartupStep
{
    private readonly string _database = PostgresName.Of(source);

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
        => await Retries().ExecuteAsync(async token => await ProveAsync(token), cancellationToken);

    private async Task ProveAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var stored = await AskAsync<string>(connection, "select site_id from site where id = 1", cancellationToken); // 1
            var marker = site.Marker.Read();
            if (options.Value.AdoptDirectory) marker = Adopt(stored, marker);
            else if (SiteDirectory.Refuse(paths.Root, stored, marker, stored is null ? await ContentsAsync(connection, cancellationToken) : default) is { } reason) // 2
                throw new StartupException(reason);
            marker ??= site.Marker.ReadOrCreate(Guid.NewGuid().ToString("D")); // 3
            stored ??= await ClaimAsync(connection, marker, cancellationToken); // 4
            if (stored != marker) throw new StartupException(SiteDirectory.Refuse(paths.Root, stored, marker, default)!);
            site.Proven(stored);
        }
        catch (PostgresException e) when (PostgresErrors.Explain(e, _database) is { } refusal)
        {
            throw refusal;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataDirectoryErrors.NotWritable(paths.Root, e);
        }
    }

    /// <summary>Has the marker say the database's id; where the database has none yet, the marker's own counts.</summary>
    private string? Adopt(string? stored, string? marker)
    {
        if (stored is null || stored == marker) return marker;
        site.Marker.Replace(stored);
        LogAdopted(paths.Root, stored, marker ?? "none");
        return stored;
    }

    private static async Task<string> ClaimAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand("insert into site (id, site_id) values (1, $1) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = id } },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return (await AskAsync<string>(connection, "select site_id from site where id = 1", cancellationToken))!;
    }

    /// <summary>Processing, ready, failed and in the trash: videos with a file that has to be there.</summary>
    private async Task<SiteContents> ContentsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => new(
        await AskAsync<bool>(connection, "select exists (select 1 from videos)", cancellationToken),
        await AskAsync<bool>(
            connection, "select exists (select 1 from videos where status in (2, 3, 4, 5) and size is not null)", cancellationToken),
        Directory.Exists(paths.MediaDirectory)
            && Directory.EnumerateFiles(paths.MediaDirectory, "*.video", SearchOption.AllDirectories).Any());

    private static async Task<T?> AskAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is T answer ? answer : default;
    }

    private ResiliencePipeline Retries() => new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder()
                .Handle<Exception>(PostgresErrors.IsAway)
                .Handle<PostgresException>(e => e.SqlState == PostgresErrorCodes.UndefinedTable),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(500),
            MaxDelay = PostgresStartup.LongestWait,
            OnRetry = failed =>
            {
                LogWaiting(_database, failed.Outcome.Exception!.Message, failed.RetryDelay.TotalSeconds);
                return default;
            },
        })
        .Build();

    [LoggerMessage(EventId = 2040, Level = LogLevel.Warning,
        Message = "{Database} can't say yet whose the data directory is ({Reason}); trying again in {Seconds} s")]
    private partial void LogWaiting(string database, string reason, double seconds);

    [LoggerMessage(EventId = 2041, Level = LogLevel.Warning,
        Message = "The data directory '{Directory}' is adopted as that of site {SiteId}; its marker said {Marker} before")]
    private partial void LogAdopted(string directory, string siteId, string marker);
}
