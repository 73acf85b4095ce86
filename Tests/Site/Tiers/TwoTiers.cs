using OrleansVideo.Tests.Silo.Clustering;
using OrleansVideo.Tests.Silo.Database;
using OrleansVideo.Tests.Silo.Startup;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Tiers;

/// <summary>A site of three processes over PostgreSQL: a silo, a frontend with pages alone, and one that streams alone, with TLS between them; one stream token.</summary>
public sealed class TwoTiers(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly TimeSpan SiloDeadline = TimeSpan.FromSeconds(60);
    private readonly string _database = $"tiers_{Guid.NewGuid():N}";
    private readonly string _data = Directory.CreateTempSubdirectory("orleansvideo-tiers-").FullName;
    private readonly string _certificates = Directory.CreateTempSubdirectory("orleansvideo-certificates-").FullName;
    private SiloProcess _silo = null!;

    /// <summary>What people see.</summary>
    public SiteProcess Pages { get; private set; } = null!;

    /// <summary>What streams, behind it.</summary>
    public SiteProcess Streaming { get; private set; } = null!;

    /// <summary>A film of ten megabytes.</summary>
    public string Film { get; private set; } = "";

    public byte[] Bytes { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        postgres.Execute($"create database {_database}");
        await TestAuthority.RunScript(_certificates);
        _silo = new SiloProcess(_data, environment: Settings("silo").Environment);
        using var probe = new SiteClient(new Uri($"http://127.0.0.1:{_silo.HealthPort}/"));
        await Eventually.True("the silo is ready", SiloDeadline, async () => await probe.TryGetStatus("/health/ready") == 200);

        Streaming = await SiteProcess.StartAsync(Settings("frontend").With("Roles", "streaming").With("Network:KnownProxies", "127.0.0.1"), _data);
        Pages = await SiteProcess.StartAsync(Settings("frontend").With("Roles", "pages").With("Network:KnownProxies", "127.0.0.1")
            .With("StreamingTier:Address", Streaming.Address.GetLeftPart(UriPartial.Authority)), _data);

        using var owner = await Pages.NewMember("owner");
        Bytes = await PaddedFilm.OfLength(10 << 20);
        Film = await owner.CreateDraft();
        (await owner.Upload(Film, Bytes)).Expect(201);
        await owner.WaitForState(Film, "ready");
    }

    public async ValueTask DisposeAsync()
    {
        // A start that failed has left some of them out; what it failed of is to be told, and nothing else.
        if (Pages is not null) await Pages.DisposeAsync();
        if (Streaming is not null) await Streaming.DisposeAsync();
        if (_silo is not null) await _silo.DisposeAsync();
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_certificates, recursive: true);
        postgres.Execute($"drop database if exists {_database} with (force)");
    }

    private SiteSettings Settings(string role) => SiteSettings.Roomy
        .With("ConnectionStrings:OrleansVideo", postgres.ConnectionString(_database))
        .With("Cluster:Mode", "Cluster")
        .With("Cluster:Tls:Certificate", Path.Combine(_certificates, role, "tls.crt"))
        .With("Cluster:Tls:Key", Path.Combine(_certificates, role, "tls.key"))
        .With("Cluster:Tls:Authorities", Path.Combine(_certificates, role, "ca.crt"))
        .With("Streaming:MaxStreams", "1")
        .With("Streaming:MaxStreamsPerAddress", "1")
        .With("Streaming:Linger", "00:00:06")
        .With("Network:MaxUnknownIdsPerMinute", "60");
}
