using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Reminders;
using Orleans.TestingHost;
using OrleansVideo.Accounts;
using OrleansVideo.Deletion;
using OrleansVideo.Grains.Database;
using OrleansVideo.Media.Store;
using OrleansVideo.Silo;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.Persistence;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Uploads;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains;

/// <summary>One silo with the site's own storage on a real SQLite file, and a clock that the test moves.</summary>
public class GrainCluster : IAsyncLifetime
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(30);
    private readonly string _directory = Directory.CreateTempSubdirectory("orleansvideo-grains-").FullName;
    private InProcessTestCluster? _cluster;

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The database's own clock; the silos' unless a test says otherwise.</summary>
    internal virtual FakeTimeProvider DatabaseClock => Clock;

    internal CallRecorder Calls { get; } = new();
    internal IGrainFactory Grains => _cluster!.Client;
    internal MediaStore Media => Service<MediaStore>();
    internal IVideoDatabase Database => Service<IVideoDatabase>();
    internal DeletionOptions Deletion { get; } = new() { UndoWindow = TimeSpan.FromDays(7), BackoffBase = TimeSpan.FromSeconds(2), MaxAttempts = 3 };

    /// <summary>Settings beside, or instead of, those that all clusters under test have.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    /// <summary>How many silos there are at first.</summary>
    protected virtual short Silos => 1;

    /// <summary>What the data directory is to hold before the first silo starts.</summary>
    protected virtual void Prepare(string directory)
    {
    }

    internal InProcessTestCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        Prepare(_directory);
        var builder = new InProcessTestClusterBuilder(Silos);
        builder.ConfigureHost(host => host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OrleansVideo:DataDirectory"] = _directory,
            ["OrleansVideo:Deletion:Shards"] = "2",
            ["OrleansVideo:Deletion:MaxAttempts"] = "3",
            ["OrleansVideo:Uploads:MaxBytes"] = "1000000",
            ["OrleansVideo:Uploads:UserQuotaBytes"] = "1500000",
            ["OrleansVideo:Uploads:MaxConcurrentPerUser"] = "2",
            ["OrleansVideo:Uploads:MaxDraftsPerUser"] = "100000",
            ["OrleansVideo:Uploads:ReservationStep"] = "200000",
        }).AddInMemoryCollection(Settings));
        builder.ConfigureSilo((options, silo) =>
        {
            if (Silos > 1) silo.Configuration["OrleansVideo:DataDirectory"] = Directory.CreateDirectory(Path.Combine(_directory, options.SiloName)).FullName;
            silo.AddVideoPersistence().AddVideoGrains();
            UseDatabase(silo.Services);
            silo.AddIncomingGrainCallFilter(Calls);
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, Clock);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    /// <summary>Has the site's database go by the test's clock, and fail when the test says so.</summary>
    protected virtual void UseDatabase(IServiceCollection services) => services.AddSingleton<IVideoDatabase>(
        provider => new SwitchedDatabase(ActivatorUtilities.CreateInstance<SqliteVideoDatabase>(provider), DatabaseClock));

    public virtual async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        await Eventually.True("the directory is gone, whatever a removal of files on its own thread still did there", TimeSpan.FromSeconds(10), () =>
        {
            try
            {
                Directory.Delete(_directory, recursive: true);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        });
        GC.SuppressFinalize(this);
    }

    internal T Service<T>()
        where T : notnull => _cluster!.GetSiloServiceProvider(null).GetRequiredService<T>();

    internal IVideoGrain Video(Guid id) => Grains.GetGrain<IVideoGrain>(id);

    internal IUploadGrain Upload(Guid id) => Grains.GetGrain<IUploadGrain>(id);

    internal IDeletionShardGrain Shard(Guid videoId) => Grains.GetGrain<IDeletionShardGrain>(DeletionShardKey.Of(videoId, 2));

    /// <summary>Moves the clock in steps that lose no reminder, letting the silo work in between.</summary>
    internal async Task Advance(TimeSpan span)
    {
        for (var left = span; left > TimeSpan.Zero; left -= LongestStep)
        {
            var step = left < LongestStep ? left : LongestStep;
            if (!ReferenceEquals(DatabaseClock, Clock)) DatabaseClock.Advance(step); // Wrong by a fixed time, not standing still.
            Clock.Advance(step);
            await Task.Yield();
        }
    }

    /// <summary>Drops an activation, so that the next call reads what is stored.</summary>
    internal Task Forget(IAddressable grain) => _cluster!.DeactivateAsync(grain);

    internal static Caller NewCaller(bool isAdmin = false) => new(Guid.NewGuid(), "user-" + Guid.NewGuid().ToString("N")[..8], isAdmin);

    internal async Task<Guid> Draft(Caller owner, Visibility visibility = Visibility.Public, string title = "A title")
    {
        var id = Guid.CreateVersion7();
        var created = await Video(id).Create(new NewVideo(title, "", visibility), owner);
        Assert.Null(created.Refusal);
        return id;
    }
}
