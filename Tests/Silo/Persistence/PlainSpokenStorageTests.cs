using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Providers;
using Orleans.Storage;
using Orleans.TestingHost;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.Persistence;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.Tests.Silo.Persistence;

/// <summary>A grain whose storage can't be read is not activated: its caller gets the storage's own words.</summary>
public sealed class PlainSpokenStorageTests : IAsyncLifetime
{
    private readonly FailingStorage _storage = new();
    private InProcessTestCluster? _cluster;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (_, _) => _storage);
            silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME));
            silo.SpeakPlainly(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME).AddIncomingGrainCallFilter<DatabaseTroubleFilter>();
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task StorageAway_WhenAGrainIsActivated_IsTroubleThatPasses()
    {
        _storage.Failure = new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused));

        var failure = await Assert.ThrowsAnyAsync<Exception>(Memo("a").Read);

        Assert.True(ClusterTrouble.IsPassing(failure), failure.ToString());
        Assert.DoesNotContain("Npgsql", failure.InnerException?.GetType().FullName ?? "", StringComparison.Ordinal);
        _storage.Failure = null;
        Assert.Null(await Memo("a").Read());
    }

    [Fact]
    public async Task StorageAway_WhenAGrainWrites_IsATimeout()
    {
        Assert.Null(await Memo("b").Read());
        _storage.Failure = new PostgresException("ending", "FATAL", "FATAL", "57P01");

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Memo("b").Write("text"));

        Assert.Equal(DatabaseTrouble.Words, failure.Message);
    }

    [Fact]
    public async Task LostWrite_StaysWhatItIs()
    {
        Assert.Null(await Memo("c").Read());
        _storage.Failure = new InconsistentStateException("stale", new PostgresException("words", "ERROR", "ERROR", "40001"));

        await Assert.ThrowsAsync<InconsistentStateException>(() => Memo("c").Write("text"));
    }

    private IMemoGrain Memo(string key) => _cluster!.Client.GetGrain<IMemoGrain>(key);
}
