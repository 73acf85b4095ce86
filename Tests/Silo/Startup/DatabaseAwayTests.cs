using OrleansVideo.Tests.Silo.Database;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Silo.Startup;

/// <summary>A silo and a frontend that start before their database: they wait, say so, and are ready by themselves when it comes.</summary>
[Trait("Needs", "PostgreSQL")]
public sealed class DatabaseAwayTests : IDisposable
{
    private readonly TempDirectory directory = new();

    [Fact]
    public async Task SiloAndFrontend_StartedBeforeTheirDatabase_WaitForIt_AndMigrateIt()
    {
        var port = Tests.Site.Hosting.FreePort.Next();
        var connection = $"Host=127.0.0.1;Port={port};Database=postgres;Username=owner";
        await using var silo = new SiloProcess(directory.Path, environment:
        [
            ("OrleansVideo__Cluster__Mode", "Cluster"), ("ConnectionStrings__OrleansVideo", connection),
        ]);
        var starting = SiteProcess.StartAsync(
            SiteSettings.Roomy.With("Cluster:Mode", "Cluster").With("ConnectionStrings:OrleansVideo", connection), directory.Path);
        using var health = new SiteClient(new Uri($"http://127.0.0.1:{silo.HealthPort}/"));
        await Eventually.Always("nothing is ready", TimeSpan.FromSeconds(4),
            async () => !starting.IsCompleted && await health.TryGetStatus("/health/ready") != 200);

        using var database = PostgresServer.On(port);
        await using var site = await starting;
        using var member = await site.NewMember();
        Assert.Contains("can't say yet whose the data directory is", site.Log.Text, StringComparison.Ordinal);

        silo.Terminate();
        var (code, _) = await silo.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
        var said = await silo.Output;
        Assert.Contains($"The database 'postgres' at 127.0.0.1:{port} does not answer yet", said, StringComparison.Ordinal);
        Assert.Contains("Applied database migration 0001_orleans_storage.sql.", said, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();
}
