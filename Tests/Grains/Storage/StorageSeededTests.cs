using Dapper;
using OrleansVideo.Accounts;
using OrleansVideo.Grains.Database;
using OrleansVideo.Media.Inventory;
using OrleansVideo.Storage;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Storage;

/// <summary>Ten thousand files with orphans and holes in random places, while people upload and delete.</summary>
public sealed class StorageSeededTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private const int Films = 6_850;
    private const int Posters = 2_700;
    private const int Orphans = 200;
    private const int StaleParts = 100;
    private const int Known = 100;
    private const int Young = 80;

    private readonly Caller _owner = GrainCluster.NewCaller();
    private readonly Dictionary<string, FindingKind> _expected = [];
    private readonly HashSet<string> _live = [];

    [Theory]
    [InlineData(20261127)]
    public async Task Scan_FindsExactlyWhatIsWrong_AndTouchesNothingLive_WhileUploadsAndDeletionsRun(int seed)
    {
        var random = new Random(seed);
        await Healthy(random);
        await KnownToTheirGrains(random);
        Orphaned(random);
        Assert.InRange(cluster.Inventory().List().Count(), 9_950, 10_050);

        Assert.Equal(Result.Done, await cluster.Reconciler().Scan(dryRun: false));
        var rounds = await Task.WhenAll(Enumerable.Range(0, 2).Select(person => People(seed + person)));
        var view = await cluster.ScanEnds();

        Assert.True(rounds.Sum() >= 2, "Nobody uploaded while the scan ran.");
        Assert.True(view.Files >= 9_900, $"{view.Files} files");
        var found = (await cluster.Findings()).ToDictionary(finding => finding.Path, finding => finding.Kind);
        Assert.Equal(_expected.OrderBy(file => file.Key, StringComparer.Ordinal), found.OrderBy(file => file.Key, StringComparer.Ordinal));
        foreach (var (path, kind) in _expected.Where(file => file.Value != FindingKind.MissingFile))
            Assert.Equal(kind == FindingKind.WrongSize, cluster.IsInPlace(path));
        Assert.All(_live, path => Assert.True(cluster.IsInPlace(path), path));

        await cluster.Scan();
        Assert.Equal(found.Count, (await cluster.Findings()).Count);
        Assert.All(await cluster.Findings(FindingState.Quarantined), finding => Assert.True(cluster.IsInQuarantine(finding.Path)));
    }

    /// <summary>Films whose row and file agree: nobody asks their grains.</summary>
    private Task Healthy(Random random) => cluster.Database.WriteAsync(async (connection, transaction) =>
    {
        for (var i = 0; i < Films; i++)
        {
            var id = NewId(random);
            var size = random.Next(1, 40);
            await connection.ExecuteAsync(
                """
                insert into videos (id, owner_id, owner_name, owner_key, title, description, visibility, status, size, has_poster, views, created_at, revision, changed_at)
                values (@id, 'o', 'ada', 'ADA', 't', '', 1, @status, @size, @poster, 0, 0, 1, 0)
                """,
                new { id = id.ToString("D"), status = random.Next(3, 6), size, poster = i < Posters ? 1 : 0 }, transaction);
            _live.Add(cluster.Put(MediaInventory.VideoPath(id), size));
            if (i < Posters) _live.Add(cluster.Put(MediaInventory.PosterPath(id), 3));
        }
    });

    /// <summary>Films that live in their grains: some have a hole for a file, some a file of another size.</summary>
    private async Task KnownToTheirGrains(Random random)
    {
        for (var i = 0; i < Known; i++)
        {
            var id = await cluster.Draft(_owner);
            await cluster.Video(id).BeginProcessing(new StoredContent(20, "none", "video/mp4"));
            await cluster.Video(id).CompleteProcessing(new ProbeReport { HasPoster = i % 4 == 0 });
            var path = MediaInventory.VideoPath(id);
            if (i % 4 == 0) _expected[MediaInventory.PosterPath(id)] = FindingKind.MissingFile;
            switch (random.Next(3))
            {
                case 0:
                    _expected[path] = FindingKind.MissingFile;
                    break;
                case 1:
                    _expected[cluster.Put(path, random.Next(21, 30))] = FindingKind.WrongSize;
                    break;
                default:
                    _live.Add(cluster.Put(path, 20));
                    break;
            }
        }
    }

    private void Orphaned(Random random)
    {
        for (var i = 0; i < Orphans; i++)
        {
            var id = NewId(random);
            _expected[cluster.Put(random.Next(3) switch
            {
                0 => MediaInventory.VideoPath(id),
                1 => MediaInventory.PosterPath(id),
                _ => $"videos/{id:N}.tmp",
            })] = FindingKind.OrphanFile;
        }

        for (var i = 0; i < StaleParts; i++) _expected[cluster.Put($"parts/{NewId(random):D}.{random.Next(1, 9)}.part")] = FindingKind.StalePart;
        for (var i = 0; i < Young; i++) _live.Add(cluster.Put(MediaInventory.VideoPath(NewId(random)), age: TimeSpan.FromMinutes(random.Next(59))));
    }

    /// <summary>Uploads, gives up, and deletes, until the scan is over. What nobody can play is stored all the same.</summary>
    private async Task<int> People(int seed)
    {
        var random = new Random(seed);
        var rounds = 0;
        for (; (await cluster.Reconciler().GetState()).IsScanning; rounds++)
        {
            var person = GrainCluster.NewCaller();
            var id = await cluster.Draft(person);
            var lease = (await cluster.Upload(id).Begin(person, 100)).Value!;
            var bytes = new byte[random.Next(1, 90)];
            random.NextBytes(bytes);
            var content = await cluster.WritePart(id, lease.Number, bytes);
            if (random.Next(4) == 0)
            {
                lock (_live) _live.Add($"parts/{id.ToString("N")[^2..]}/{id:D}.{lease.Number}.part"); // Its writer is silent, and may come back.
                continue;
            }

            Assert.Equal(Result.Done, await cluster.Upload(id).Complete(lease.Number, content));
            await cluster.WaitFor(id, VideoStatus.Failed);
            if (random.Next(2) == 0)
            {
                await cluster.Shard(id).Delete(id, person, permanent: true);
                await cluster.WaitFor(id, VideoStatus.Purged);
            }
            else
            {
                lock (_live) _live.Add(MediaInventory.VideoPath(id));
            }
        }

        return rounds;
    }

    private static Guid NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
