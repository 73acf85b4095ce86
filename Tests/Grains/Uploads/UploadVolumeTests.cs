using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.Accounts;
using OrleansVideo.Catalog;
using OrleansVideo.Media.Store;
using OrleansVideo.Silo.DataDirectory;

namespace OrleansVideo.Tests.Grains.Uploads;

/// <summary>The disk is everybody's: what is free of it, less what is kept free, less what uploads under way have announced and not yet written.</summary>
public sealed class UploadVolumeTests(UploadVolumeTests.Site site) : IClassFixture<UploadVolumeTests.Site>
{
    private const long Slack = 64 * 1024;
    private readonly Caller _owner = GrainCluster.NewCaller();
    private readonly Caller _other = GrainCluster.NewCaller();

    [Fact]
    public async Task Begin_WithoutRoomOnTheDisk_IsStorageFull_AndReservesNothing()
    {
        await site.FreeFor(600_000 - 1 + Slack);
        var id = await site.Draft(_owner);

        Assert.Equal(RefusalCode.StorageFull, (await site.Upload(id).Begin(_owner, 600_000)).Refusal?.Code);
        Assert.Equal(0, await Used(_owner));

        site.Free++;
        Assert.NotNull((await site.Upload(id).Begin(_owner, 600_000)).Value);
        await site.Upload(id).Abandon(1);
    }

    [Fact]
    public async Task Begin_BesideAnAnnouncedUpload_CountsWhatThatHasNotWrittenYet()
    {
        await site.FreeFor(900_000 + Slack);
        var (first, second) = (await site.Draft(_owner), await site.Draft(_other));
        var lease = (await site.Upload(first).Begin(_owner, 600_000)).Value!;
        Assert.Equal(RefusalCode.StorageFull, (await site.Upload(second).Begin(_other, 300_000)).Refusal?.Code); // The slack is announced, too.
        site.Free += Slack;

        await site.WritePart(first, lease.Number, new byte[400_000]);
        Assert.NotNull((await site.Upload(second).Begin(_other, 700_000)).Value); // As if written to a larger disk: nothing of it counts twice.
        await site.Upload(second).Abandon(1);
        site.Free -= 400_000;
        Assert.Equal(RefusalCode.StorageFull, (await site.Upload(second).Begin(_other, 300_001)).Refusal?.Code);
        Assert.NotNull((await site.Upload(second).Begin(_other, 300_000)).Value);
        await site.Upload(first).Abandon(lease.Number);
        await site.Upload(second).Abandon(2);
    }

    [Fact]
    public async Task Abandon_AndSilence_GiveTheRoomBack()
    {
        await site.FreeFor(600_000 + Slack);
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => site.Draft(_owner)));
        Assert.NotNull((await site.Upload(ids[0]).Begin(_owner, 600_000)).Value);
        await site.Upload(ids[0]).Abandon(1);
        var silent = (await site.Upload(ids[1]).Begin(_owner, 600_000)).Value!;
        await site.Advance(TimeSpan.FromSeconds(16));
        Assert.NotNull((await site.Upload(ids[2]).Begin(_owner, 600_000)).Value);

        Assert.Equal(RefusalCode.StorageFull, (await site.Upload(ids[1]).Renew(silent.Number, 0)).Refusal?.Code); // Others have it now.

        await site.Upload(ids[2]).Abandon(1);
        Assert.Equal(Result.Done, await site.Upload(ids[1]).Renew(silent.Number, 0));
        await site.Upload(ids[1]).Abandon(silent.Number);
    }

    [Fact]
    public async Task UploadOfUnknownLength_GrowsIntoWhatIsLeft_AndNoFurther()
    {
        await site.FreeFor(250_000);
        var id = await site.Draft(_owner);
        var lease = (await site.Upload(id).Begin(_owner, null)).Value!;
        Assert.Equal(200_000, lease.ReservedBytes);

        await site.WritePart(id, lease.Number, new byte[200_000]);
        site.Free -= 200_000;
        Assert.Equal(250_000, (await site.Upload(id).Reserve(lease.Number, 200_000)).Value!.ReservedBytes);
        Assert.Equal(RefusalCode.StorageFull, (await site.Upload(id).Reserve(lease.Number, 250_000)).Refusal?.Code);
        await site.Upload(id).Abandon(lease.Number);
    }

    [Fact]
    public async Task Disk_UnderParallelBegins_IsNeverPromisedTwice()
    {
        await site.FreeFor(3 * (100_000 + Slack));
        var owners = Enumerable.Range(0, 12).Select(_ => GrainCluster.NewCaller()).ToArray();
        var ids = await Task.WhenAll(owners.Select(owner => site.Draft(owner)));

        var begun = await Task.WhenAll(ids.Zip(owners, (id, owner) => site.Upload(id).Begin(owner, 100_000)));

        Assert.Equal(3, begun.Count(result => result.Value is not null));
        Assert.All(begun.Where(result => result.Value is null), result => Assert.Equal(RefusalCode.StorageFull, result.Refusal?.Code));
        await Task.WhenAll(ids.Select(id => site.Upload(id).Abandon(1)));
    }

    private async Task<long> Used(Caller owner) => (await site.Grains.GetGrain<ICatalogGrain>(0).GetStorageUse(owner.AccountId)).Used;

    /// <summary>A site on a disk whose room the test sets.</summary>
    public sealed class Site : GrainCluster
    {
        private const long Reserve = 1_000_000;
        private long _free = long.MaxValue;

        /// <summary>Free bytes of the disk.</summary>
        internal long Free
        {
            get => Interlocked.Read(ref _free);
            set => Interlocked.Exchange(ref _free, value);
        }

        /// <inheritdoc/>
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["OrleansVideo:Storage:Reserve"] = $"{Reserve}" };

        /// <summary>From now on there is room for so many bytes beside the reserve, and nobody has announced any.</summary>
        internal async Task FreeFor(long bytes)
        {
            await Advance(TimeSpan.FromSeconds(16));
            Free = Reserve + bytes;
        }

        /// <inheritdoc/>
        protected override void UseDatabase(IServiceCollection services)
        {
            base.UseDatabase(services);
            services.AddSingleton(provider => new MediaStore(provider.GetRequiredService<DataDirectoryPaths>().MediaDirectory, measure: () => Free));
        }
    }
}
