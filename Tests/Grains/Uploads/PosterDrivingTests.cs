using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Media.Posters;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Media.Posters;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Uploads;

/// <summary>A video plays before it has its poster, and gets it, whatever comes between.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class PosterDrivingTests(PosterDrivingTests.SlowPosters cluster) : IClassFixture<PosterDrivingTests.SlowPosters>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly Caller _owner = GrainCluster.NewCaller();

    [Fact]
    public async Task Video_IsReadyBeforeItsPoster_AndItsUploadStaysUntilThen()
    {
        cluster.Hold();
        var id = await Complete(_owner, await SampleVideos.Mp4FastStartAsync());
        var ready = await cluster.WaitFor(id, VideoStatus.Ready, VideoStatus.Failed);
        Assert.Equal((VideoStatus.Ready, false), (ready.Status, ready.HasPoster));
        Assert.True((await cluster.Upload(id).GetState()).IsComplete);

        cluster.LetGo();

        await cluster.WaitForPoster(id);
        var video = (await cluster.Video(id).Read())!;
        Assert.True(video.Revision > ready.Revision);
        Assert.Equal(ready.PublishedAt, video.PublishedAt);
        Assert.True(cluster.Media.PosterExists(id));
    }

    [Fact]
    public async Task Poster_WhoseUploadGrainIsLost_IsTakenUpByAnyPass()
    {
        cluster.Hold();
        var id = await Complete(_owner, await SampleVideos.Mp4FastStartAsync());
        await cluster.WaitFor(id, VideoStatus.Ready);
        await Eventually.True("ffmpeg runs", Soon, () => cluster.Waiting().Length > 0);
        await cluster.Forget(cluster.Upload(id));
        cluster.LetGo();
        await Eventually.True("ffmpeg has ended", Soon, () => cluster.Running().Length == 0);
        Assert.False(cluster.Media.PosterExists(id));

        await cluster.Grains.GetGrain<ICatalogReconcilerGrain>(ICatalogReconcilerGrain.Key).Start();

        await cluster.WaitForPoster(id);
    }

    [Fact]
    public async Task VideoThatIsPurgedMeanwhile_KeepsNoPoster()
    {
        cluster.Hold();
        var id = await Complete(_owner, await SampleVideos.Mp4FastStartAsync());
        await cluster.WaitFor(id, VideoStatus.Ready);
        await Eventually.True("ffmpeg runs", Soon, () => cluster.Waiting().Length > 0);
        await cluster.Shard(id).Delete(id, _owner, permanent: true);
        await cluster.WaitFor(id, VideoStatus.Purged);
        await Eventually.True("ffmpeg has ended", Soon, () => cluster.Running().Length == 0);

        cluster.LetGo();

        await Eventually.Settles("no poster stays", TimeSpan.FromSeconds(1), Soon, () => !cluster.Media.PosterExists(id));
    }

    /// <summary>As when the silo that makes the poster is told to stop, and another purges.</summary>
    [Fact]
    public async Task VideoThatIsPurged_AfterItsUploadGrainWasLost_KeepsNoPoster()
    {
        cluster.Hold();
        var id = await Complete(_owner, await SampleVideos.Mp4FastStartAsync());
        await cluster.WaitFor(id, VideoStatus.Ready);
        await Eventually.True("ffmpeg runs", Soon, () => cluster.Waiting().Length > 0);
        await cluster.Forget(cluster.Upload(id));
        await cluster.Shard(id).Delete(id, _owner, permanent: true);
        await cluster.WaitFor(id, VideoStatus.Purged);

        cluster.LetGo();

        await Eventually.Settles("no poster stays", TimeSpan.FromSeconds(1), Soon, () => !cluster.Media.PosterExists(id));
    }

    [Fact]
    public async Task VideoInTheTrash_GetsItsPosterThere()
    {
        cluster.Hold();
        var id = await Complete(_owner, await SampleVideos.Mp4FastStartAsync());
        await cluster.WaitFor(id, VideoStatus.Ready);
        await cluster.Shard(id).Delete(id, _owner, permanent: false);
        await cluster.WaitFor(id, VideoStatus.Trashed);

        cluster.LetGo();

        await cluster.WaitForPoster(id);
        Assert.Equal(VideoStatus.Trashed, (await cluster.Video(id).Read())!.Status);
    }

    /// <summary>ffmpeg hangs over every file of one account.</summary>
    [Fact]
    public async Task Poster_OfAnotherAccount_WaitsForNoneOfThem()
    {
        cluster.Hold(onlySize: new FileInfo(await SampleVideos.MovAsync()).Length);
        var many = GrainCluster.NewCaller();
        var held = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            held.Add(await Complete(many, await SampleVideos.MovAsync()));
            await cluster.WaitFor(held[^1], VideoStatus.Ready);
        }

        var id = await Complete(_owner, await SampleVideos.Mp4FastStartAsync());

        await cluster.WaitForPoster(id);
        await Eventually.True("ffmpeg hangs over one of them", Soon, () => cluster.Waiting().Length > 0);
        Assert.Single(cluster.Waiting());
        Assert.All(held, one => Assert.False(cluster.Media.PosterExists(one)));
        cluster.LetGo();
        foreach (var one in held) await cluster.WaitForPoster(one);
    }

    [Fact]
    public async Task FileThatHasNone_EndsItsUploadAllTheSame()
    {
        cluster.LetGo();
        var film = Path.Combine(Path.GetTempPath(), $"orleansvideo-{Guid.NewGuid():N}.mkv");
        await SampleVideos.FFmpegAsync($"-f lavfi -i testsrc2=duration=1:size=64x64:rate=5 -c:v ffv1 -f matroska {film}");
        var id = await Complete(_owner, film);
        File.Delete(film);
        await Eventually.True("the upload is forgotten", Soon, async () => (await cluster.Upload(id).GetState()).Lease == 0);
        var video = (await cluster.Video(id).Read())!;
        Assert.Equal((VideoStatus.Ready, false), (video.Status, video.HasPoster));
    }

    private async Task<Guid> Complete(Caller owner, string film)
    {
        var bytes = await File.ReadAllBytesAsync(film);
        var id = await cluster.Draft(owner);
        var lease = (await cluster.Upload(id).Begin(owner, bytes.Length)).Value!;
        Assert.Equal(Result.Done, await cluster.Upload(id).Complete(lease.Number, await cluster.WritePart(id, lease.Number, bytes)));
        return id;
    }

    /// <summary>A cluster whose ffmpeg waits when a test says so.</summary>
    public sealed class SlowPosters : GrainCluster
    {
        private readonly TemporaryFolder _folder = new();

        private string Sign => _folder.Combine("go");

        public void Hold(long? onlySize = null)
        {
            File.Delete(Sign);
            File.Delete(Sign + ".pids");
            FakeFFmpeg.In(_folder, FakeFFmpeg.Waiting(Sign, onlySize));
        }

        public void LetGo() => File.Create(Sign).Dispose();

        /// <summary>Processes that have waited, or still do.</summary>
        public string[] Waiting() => File.Exists(Sign + ".pids") ? File.ReadAllLines(Sign + ".pids") : [];

        /// <summary>Those that still do.</summary>
        public string[] Running() => [.. Waiting().Where(pid => Directory.Exists($"/proc/{pid}"))];

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["OrleansVideo:Uploads:UserQuotaBytes"] = "10000000",
        };

        protected override void UseDatabase(IServiceCollection services)
        {
            base.UseDatabase(services);
            services.AddSingleton(new PosterMaker(TimeProvider.System, FakeFFmpeg.In(_folder, FakeFFmpeg.Waiting(Sign))));
        }

        public override async ValueTask DisposeAsync()
        {
            LetGo();
            await base.DisposeAsync();
            _folder.Dispose();
        }
    }
}
