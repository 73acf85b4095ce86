using Dapper;
using Orleans.Concurrency;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Deletion;
using OrleansVideo.Grains;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Silo;
using OrleansVideo.Storage;
using OrleansVideo.Streaming;
using OrleansVideo.Tests.Architecture;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains;

/// <summary>A grain is activated under the keys that its type has, and under no other: whoever names another touches nothing.</summary>
public sealed class GrainKeyTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private const string Id = "0192d3b27ab07d06a7f40123456789ab";

    /// <summary>Grain type, key, and whether there is such a grain.</summary>
    public static TheoryData<string, string, bool> Keys => new()
    {
        { "stream-limiter", IStreamLimiterGrain.Key, true }, { "stream-limiter", "x", false }, { "stream-limiter", "Global", false },
        { "stream-limiter", "global ", false }, { "stream-limiter", "", false },
        { "catalog-reconciler", ICatalogReconcilerGrain.Key, true }, { "catalog-reconciler", "storage", false },
        { "storage-reconciler", IStorageReconcilerGrain.Key, true }, { "storage-reconciler", "catalog", false },
        { "deletion-shard", "shard-0", true }, { "deletion-shard", "shard-1023", true }, { "deletion-shard", "shard-1024", false },
        { "deletion-shard", "shard-00", false }, { "deletion-shard", "shard-+1", false }, { "deletion-shard", "shard- 1", false },
        { "deletion-shard", "shard-", false }, { "deletion-shard", "0", false }, { "deletion-shard", "shard-99999999999", false }, { "deletion-shard", "SHARD-0", false },
        { "user", "user/ADA", true }, { "user", "user/ada", false }, { "user", "ADA", false }, { "user", "user/", false }, { "user", "user/A B C", false },
        { "user", "user/A", false }, { "user", "user/user/ADA", false },
        { "video", Id, true }, { "video", "x", false }, { "video", "0192D3B27AB07D06A7F40123456789AB", false }, { "video", Id + "+x", false },
        { "video", "0192d3b2-7ab0-7d06-a7f4-0123456789ab", false },
        { "upload", Id, true }, { "upload", "7", false },
        { "comment-thread", Id, true }, { "comment-thread", "7", false },
    };

    [Theory, MemberData(nameof(Keys))]
    public void Key_IsOneOfItsType(string grainType, string key, bool isOne) => Assert.Equal(isOne, GrainKeys.IsKey(grainType, key));

    [Fact]
    public void Grain_ThatHoldsSomething_HasARuleForItsKeys() => Assert.All(
        Floor.All.SelectMany(floor => floor.Assembly.GetTypes()).Where(type => typeof(Grain).IsAssignableFrom(type) && type is { IsAbstract: false })
            .Where(type => !type.GetCustomAttributesData().Any(attribute => attribute.AttributeType == typeof(StatelessWorkerAttribute))),
        type =>
        {
            var name = (string)type.GetCustomAttributesData().Single(attribute => attribute.AttributeType == typeof(GrainTypeAttribute)).ConstructorArguments[0].Value!;
            Assert.True(GrainKeys.HasRule(name), $"{type.Name}: say in GrainKeys which keys it has");
            Assert.True(InspectableGrains.HasType(type.FullName!), $"{type.Name} can't be shown by the dashboard");
        });

    /// <summary>As the dashboard does: it activates whatever somebody names, and asks it for its state.</summary>
    [Theory, MemberData(nameof(Keys))]
    public async Task Grain_UnderAKeyThatIsNone_TouchesNothing(string grainType, string key, bool isOne)
    {
        if (isOne || key.Length == 0) return;
        var limiter = cluster.Grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);
        var epoch = (await limiter.GetState()).Epoch;
        var before = await Rows();
        var grain = cluster.Grains.GetGrain(GrainId.Create(grainType, key));

        await Assert.ThrowsAsync<ArgumentException>(() => GetState(grainType, grain));

        Assert.Null(await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain));
        Assert.Equal(before, await Rows());
        Assert.Equal(epoch, (await cluster.Service<LimiterRow>().Read(CancellationToken.None))!.Epoch);
        Assert.Equal(epoch, (await limiter.GetState()).Epoch);
    }

    /// <summary>There are two shards here. One beyond is there for nobody; one from a time of more shards for its last tick.</summary>
    [Fact]
    public async Task Shard_BeyondTheLast_TouchesNothing()
    {
        var before = await Rows();
        var shard = cluster.Grains.GetGrain<IDeletionShardGrain>("shard-2");
        await Assert.ThrowsAsync<TimeoutException>(shard.GetState);
        await Assert.ThrowsAsync<TimeoutException>(shard.Nudge);
        Assert.Equal(before, await Rows());
        Assert.Null(await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(shard));
        Assert.NotNull(await cluster.Grains.GetGrain<IDeletionShardGrain>("shard-1").GetState());
    }

    private static Task GetState(string grainType, IAddressable grain) => grainType switch
    {
        "stream-limiter" => grain.AsReference<IStreamLimiterGrain>().GetState(),
        "catalog-reconciler" => grain.AsReference<ICatalogReconcilerGrain>().Start(),
        "storage-reconciler" => grain.AsReference<IStorageReconcilerGrain>().Start(),
        "deletion-shard" => grain.AsReference<IDeletionShardGrain>().Nudge(),
        "user" => grain.AsReference<IUserGrain>().GetState(),
        "video" => grain.AsReference<IVideoGrain>().GetState(),
        "upload" => grain.AsReference<OrleansVideo.Uploads.IUploadGrain>().GetState(),
        _ => grain.AsReference<OrleansVideo.Comments.ICommentThreadGrain>().GetState(),
    };

    private async Task<(long States, long Reminders, long Deletions)> Rows()
    {
        await using var connection = await cluster.Database.OpenAsync();
        return await connection.QuerySingleAsync<(long, long, long)>(
            "select (select count(*) from orleansstorage), (select count(*) from orleansreminderstable), (select count(*) from deletions)");
    }
}
