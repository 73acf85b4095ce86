using System.Reflection;
using OrleansVideo.Accounts;
using OrleansVideo.Comments;
using OrleansVideo.Grains;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains;

/// <summary>A grain under whose key nothing is stored leaves soon, and nobody who asks it fails for that.</summary>
public sealed class MissingGrainTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    /// <summary>Everything that has a key which anybody can make up.</summary>
    public static TheoryData<Type> Nameable => [.. typeof(IVideoGrain).Assembly.GetTypes()
        .Where(type => type.IsInterface && (type.IsAssignableTo(typeof(IGrainWithGuidKey)) || type == typeof(IUserGrain)))];

    [Theory, MemberData(nameof(Nameable))]
    public async Task Grain_OfNothing_LeavesWithinSeconds(Type type)
    {
        var grain = type.IsAssignableTo(typeof(IGrainWithGuidKey))
            ? (IAddressable)cluster.Grains.GetGrain(type, Guid.NewGuid())
            : cluster.Grains.GetGrain<IUserGrain>(UserName.GrainKey($"u{Guid.NewGuid():N}"[..30]));
        await (Task)type.GetMethod("GetState", BindingFlags.Instance | BindingFlags.Public, [])!.Invoke(grain, [])!;
        Assert.True(await IsActive(grain));

        cluster.Clock.Advance(MissingGrains.Lifetime - TimeSpan.FromSeconds(1));
        Assert.True(await IsActive(grain));
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.True($"{type.Name} has left", Soon, async () => !await IsActive(grain));
    }

    [Fact]
    public async Task Grain_ThatIsCreatedAfterItWasMissed_Stays()
    {
        var (owner, id) = (GrainCluster.NewCaller(), Guid.NewGuid());
        Assert.Null(await cluster.Video(id).Read());
        Assert.Null((await cluster.Video(id).Create(new NewVideo("A title", "", Visibility.Public), owner)).Refusal);
        var thread = cluster.Grains.GetGrain<ICommentThreadGrain>(id);
        Assert.Null((await thread.List(new(), owner)).Refusal);
        var missing = cluster.Video(Guid.NewGuid());
        Assert.Null(await missing.Read());

        cluster.Clock.Advance(MissingGrains.Lifetime);

        await Eventually.True("the one that is missing has left", Soon, async () => !await IsActive(missing));
        Assert.True(await IsActive(cluster.Video(id)));
        Assert.True(await IsActive(thread));
    }

    [Fact]
    public async Task Grain_ThatForgetsItsVideo_Leaves()
    {
        var id = Guid.NewGuid();
        await cluster.Video(id).Read();
        cluster.Clock.Advance(MissingGrains.Lifetime - TimeSpan.FromSeconds(1));
        var created = await cluster.Video(id).Create(new NewVideo("A title", "", Visibility.Public), GrainCluster.NewCaller());
        Assert.Null(created.Refusal);
        await cluster.Video(id).BeginPurge(1);
        await cluster.Video(id).CompletePurge(1, 0);
        Assert.True(await cluster.Video(id).Forget(cluster.Clock.GetUtcNow()));

        cluster.Clock.Advance(MissingGrains.Lifetime);

        await Eventually.True("the video's grain has left", Soon, async () => !await IsActive(cluster.Video(id)));
    }

    /// <summary>Time flies meanwhile, so that it leaves again and again in the midst of calls.</summary>
    [Fact]
    public async Task MissingId_AskedForByManyAtOnce_FailsForNobody()
    {
        const int Callers = 64, Calls = 10_000;
        var video = cluster.Video(Guid.NewGuid());
        var made = 0;

        async Task Ask()
        {
            for (int number; (number = Interlocked.Increment(ref made)) <= Calls;)
            {
                Assert.Null(await video.Read());
                if (number % 500 == 0) cluster.Clock.Advance(MissingGrains.Lifetime);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(Ask)));
    }

    private async Task<bool> IsActive(IAddressable grain) =>
        await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain) is not null;
}
