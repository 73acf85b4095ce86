using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansVideo.Media.Store;
using OrleansVideo.Storage;
using OrleansVideo.Silo;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.DataDirectory;
using OrleansVideo.Silo.Health;
using OrleansVideo.Silo.Startup;
using OrleansVideo.Tests.Silo.Database;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Silo.DataDirectory;

/// <summary>Whether all processes of a cluster see one data directory.</summary>
[Trait("Needs", "PostgreSQL")]
public sealed class SiteDirectoryTests(PostgresServer server) : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _other = new();
    private PostgresTestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresTestDatabase.MigratedAsync(server);

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        _directory.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ManyFirstStartsAtOnce_EndWithOneId()
    {
        var sites = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => StartAsync(_directory))));

        Assert.All(sites, site => Assert.Null(site.Problem()));
        Assert.Equal(StoredId(), Marker(_directory).Read());
        Assert.Equal([SiteDirectory.MarkerName], Directory.GetFiles(_directory.Path).Select(Path.GetFileName));
    }

    /// <summary>Two volumes where there should be one: whoever comes first has the site.</summary>
    [Fact]
    public async Task FirstStartsOnTwoDirectories_OneOfThemIsRefused()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(
            () => RefusalAsync(number % 2 == 0 ? _directory : _other))));

        var (here, there) = (starts.Where((_, number) => number % 2 == 0), starts.Where((_, number) => number % 2 != 0));
        var refused = Marker(_directory).Read() == StoredId() ? there : here;
        Assert.All(refused, reason => Assert.Contains("--adopt-directory", reason!, StringComparison.Ordinal));
        Assert.Equal(8, starts.Count(reason => reason is null));
    }

    [Fact]
    public async Task SiteOlderThanIds_GetsItsOwn()
    {
        InsertVideo(VideoStatus.Ready);
        PutVideo(_directory);

        var site = await StartAsync(_directory);

        Assert.Null(site.Problem());
        Assert.Equal(StoredId(), Marker(_directory).Read());
    }

    [Fact]
    public async Task DirectoryWithoutVideos_BesideADatabaseThatKnowsOfSome_IsRefused()
    {
        InsertVideo(VideoStatus.Trashed);

        Assert.Contains("the database knows of some", await RefusalAsync(_directory), StringComparison.Ordinal);
        Assert.Null(StoredId());
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task DirectoryWithVideos_BesideADatabaseThatKnowsOfNone_IsRefused()
    {
        PutVideo(_directory);

        Assert.Contains("the database knows of none", await RefusalAsync(_directory), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherDirectory_IsRefused_UntilItIsAdopted()
    {
        await StartAsync(_directory);
        Assert.Contains(_other.Path, await RefusalAsync(_other), StringComparison.Ordinal);
        Marker(_other).Replace("somebody else's");
        Assert.Contains("somebody else's", await RefusalAsync(_other), StringComparison.Ordinal);

        await StartAsync(_other, adopt: true);

        Assert.Null(await RefusalAsync(_other));
        Assert.Equal(StoredId(), Marker(_other).Read());
    }

    /// <summary>A dump from before the site had its id.</summary>
    [Fact]
    public async Task RestoredDatabaseWithoutId_TakesTheOneOfTheDirectory()
    {
        Marker(_directory).Replace("11111111-2222-3333-4444-555555555555");
        InsertVideo(VideoStatus.Ready);
        PutVideo(_directory);

        await StartAsync(_directory);

        Assert.Equal("11111111-2222-3333-4444-555555555555", StoredId());
    }

    [Fact]
    public async Task DirectoryThatIsUnmountedLater_IsNotReady()
    {
        var site = await StartAsync(_directory);
        File.Move(Marker(_directory).FilePath, Marker(_directory).FilePath + ".away");
        Assert.Contains("not mounted", site.Problem()?.InEnglish(), StringComparison.Ordinal);
        var media = new MediaHealthCheck( // Which could be written to.
            new MediaStore(Path.Combine(_directory.Path, "media")), Options.Create(new StorageOptions()), site);
        var health = await media.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Assert.Equal((HealthStatus.Unhealthy, site.Problem()?.InEnglish()), (health.Status, health.Description));

        File.WriteAllText(Marker(_directory).FilePath, new string('x', 10_000));
        Assert.Contains("another site", site.Problem()?.InEnglish(), StringComparison.Ordinal);

        File.Move(Marker(_directory).FilePath + ".away", Marker(_directory).FilePath, overwrite: true);
        Assert.Null(site.Problem());
        Assert.NotEqual(HealthStatus.Unhealthy, (await media.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status);
    }

    /// <summary>A site of one process has its database in the directory.</summary>
    [Fact]
    public void SilosAndFrontendsOfACluster_ProveTheirDirectory_BeforeAnythingElseStarts()
    {
        var (frontend, silo, alone) = (Builder("Cluster"), Builder("Cluster"), Builder("Embedded"));
        frontend.AddVideoClient();
        silo.UseOrleans(builder => builder.AddVideoSilo(SiloHosting.StandAlone));
        alone.UseOrleans(builder => builder.AddVideoSilo(SiloHosting.StandAlone));

        Assert.Equal([true, true, false], new[] { frontend, silo, alone }.Select(process => process.Services.Any(
            service => service.ServiceType == typeof(IStartupStep) && service.ImplementationType == typeof(SiteDirectoryStartup))));

        static HostApplicationBuilder Builder(string mode)
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["OrleansVideo:Cluster:Mode"] = mode });
            return builder;
        }
    }

    [Fact]
    public async Task Switch_IsUnderstood_AndTakesNoValue()
    {
        await using var app = SiloProgram.Build([AdoptDirectorySwitch.Name, "--OrleansVideo:DataDirectory=/somewhere"]);
        var options = app.Services.GetRequiredService<IOptions<DataDirectoryOptions>>().Value;
        Assert.Equal((true, "/somewhere"), (options.AdoptDirectory, options.DataDirectory));
    }

    private static DirectoryMarker Marker(TempDirectory directory) => new(directory.Path, SiteDirectory.MarkerName);

    private async Task<SiteDirectory> StartAsync(TempDirectory directory, bool adopt = false)
    {
        var paths = new DataDirectoryPaths(directory.Path, directory.Path);
        var site = new SiteDirectory(paths);
        var options = Options.Create(new DataDirectoryOptions { DataDirectory = directory.Path, AdoptDirectory = adopt });
        await new SiteDirectoryStartup(paths, _database.Source, site, options, TimeProvider.System, NullLogger<SiteDirectoryStartup>.Instance)
            .PrepareAsync(TestContext.Current.CancellationToken);
        return site;
    }

    private async Task<string?> RefusalAsync(TempDirectory directory)
    {
        try
        {
            await StartAsync(directory);
            return null;
        }
        catch (StartupException refused)
        {
            return refused.Message;
        }
    }

    private string? StoredId() => (string?)_database.Sql("select site_id from site").SingleOrDefault()?.Values.Single();

    private void InsertVideo(VideoStatus status) => _database.Sql(
        """
        insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, size, has_poster, views,
            created_at, revision, changed_at)
        values (@id, 'o', 'o', 'o', 't', '', 1, @status, 5, 0, 0, 0, 1, 0)
        """, ("id", Guid.NewGuid().ToString("D")), ("status", (long)status));

    private static void PutVideo(TempDirectory directory)
    {
        var store = new MediaStore(Path.Combine(directory.Path, "media"));
        var path = store.PathOf(Guid.CreateVersion7());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "video");
    }
}
