using System.Security.Cryptography;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains;

/// <summary>Uploads by the same steps as a frontend's.</summary>
internal static class GrainClusterUploads
{
    public static async Task<StoredContent> WritePart(this GrainCluster cluster, Guid id, int lease, byte[] bytes)
    {
        await using var part = cluster.Media.CreatePart(id, lease).File!;
        await part.AppendAsync(bytes);
        var written = await part.CompleteAsync();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), written.Sha256);
        return new StoredContent(written.Length, written.Sha256, "video/mp4");
    }

    public static async Task<(Guid Id, long Size)> ReadyVideo(
        this GrainCluster cluster, Caller owner, Visibility visibility = Visibility.Public, string title = "A title")
    {
        var bytes = await File.ReadAllBytesAsync(await SampleVideos.Mp4FastStartAsync());
        var id = await cluster.Draft(owner, visibility, title);
        var lease = (await cluster.Upload(id).Begin(owner, bytes.Length)).Value!;
        Assert.Equal(Result.Done, await cluster.Upload(id).Complete(lease.Number, await cluster.WritePart(id, lease.Number, bytes)));
        Assert.Equal(VideoStatus.Ready, (await cluster.WaitFor(id, VideoStatus.Ready, VideoStatus.Failed)).Status);
        await cluster.WaitForPoster(id);
        return (id, bytes.Length);
    }

    /// <summary>A video plays before it has its poster; with that, its upload is over.</summary>
    public static Task WaitForPoster(this GrainCluster cluster, Guid id) => Eventually.True(
        $"video {id} has its poster, and its upload is forgotten",
        TimeSpan.FromSeconds(30),
        async () => await cluster.Video(id).Read() is { HasPoster: true } && (await cluster.Upload(id).GetState()).Lease == 0);

    public static Task<VideoDetails> WaitFor(this GrainCluster cluster, Guid id, params VideoStatus[] statuses) =>
        Eventually.Get(
            $"video {id} is {string.Join(" or ", statuses)}",
            TimeSpan.FromSeconds(30),
            async () => await cluster.Video(id).Read() is { } video && statuses.Contains(video.Status) ? video : null);

    /// <summary>A row is closed, and its bytes given back, a moment after the tombstone can be seen.</summary>
    public static Task WaitForQuota(this GrainCluster cluster, Caller owner, long used) => Eventually.True(
        $"{owner.UserName} uses {used} bytes",
        TimeSpan.FromSeconds(10),
        async () => (await cluster.Grains.GetGrain<ICatalogGrain>(0).GetStorageUse(owner.AccountId)).Used == used);
}
