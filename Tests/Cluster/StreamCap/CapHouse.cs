using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster.StreamCap;

/// <summary>A cluster with fifty stream tokens, a film, and frontends that say which leases they believe valid.</summary>
internal sealed class CapHouse : IAsyncDisposable
{
    public const int Seats = 50;
    public const int Length = 16 << 20;
    public static readonly TimeSpan LeaseLife = TimeSpan.FromSeconds(31);

    private CapHouse(LocalCluster cluster) => Cluster = cluster;

    public LocalCluster Cluster { get; }

    public string Film { get; private set; } = "";

    public IReadOnlyDictionary<string, Uri> Frontends { get; private set; } = new Dictionary<string, Uri>();

    /// <summary>A small receive buffer: what kernels hold between frontend and player is then little, as it is on slow lines.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        UseCookies = false,
        MaxConnectionsPerServer = 2000,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2),
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 32 * 1024, NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        Timeout = TimeSpan.FromSeconds(15),
    };

    public static async Task<CapHouse> OpenAsync(string? isolate = null, int silos = 2)
    {
        var settings = SiteSettings.Roomy
            .With("Streaming:MaxStreams", $"{Seats}").With("Streaming:LeaseLife", LeaseLife.ToString())
            .With("Streaming:Linger", "00:00:02").With("Streaming:StallHold", "00:00:05").With("Streaming:QueuePlaceLife", "00:00:05")
            .WithVariable("Logging__LogLevel__OrleansVideo", "Debug");
        var house = new CapHouse(await LocalCluster.UpAsync(settings, isolate, silos));
        var addresses = new Dictionary<string, Uri>();
        foreach (var name in LocalCluster.Frontends) addresses[name] = await house.Cluster.Frontend(name);
        house.Frontends = addresses;
        using var owner = new SiteClient(addresses["web-1"]);
        (await owner.Register(AccountCalls.FreshName("owner"))).Expect(201);
        house.Film = await owner.CreateDraft();
        (await owner.Upload(house.Film, await PaddedFilm.OfLength(Length))).Expect(201);
        await owner.WaitForState(house.Film, "ready");
        return house;
    }

    /// <summary>A moment of the timeline on the machine's monotonic clock, in milliseconds.</summary>
    public static double MachineTime(TimeSpan at, Timeline timeline) =>
        (Stopwatch.GetElapsedTime(0) - (timeline.Now - at)).TotalMilliseconds;

    /// <summary>
    /// Kills the silo on which the limiter is, and notes how soon another silo grants tokens. The silo stays away.
    /// </summary>
    /// <returns>The silo.</returns>
    public async Task<string> KillLimiter(Timeline timeline)
    {
        var (silo, epoch) = Cluster.Limiter();
        timeline.Note($"kill -9 {silo}, which has the limiter of epoch {epoch}");
        await Cluster.Kill(silo);
        var clock = Stopwatch.StartNew();
        await Eventually.True("a later limiter has taken over", TimeSpan.FromSeconds(30), () => Cluster.Limiter().Epoch > epoch);
        timeline.Note($"{Cluster.Limiter().Silo} has the limiter of epoch {Cluster.Limiter().Epoch} after {clock.Elapsed.TotalSeconds:0.0} s");
        await Eventually.True("it grants", TimeSpan.FromSeconds(20), () => Cluster.LimiterGrants(Cluster.Limiter().Epoch));
        timeline.Note($"it grants after {clock.Elapsed.TotalSeconds:0.0} s");
        return silo;
    }

    /// <summary>Brings a silo back.</summary>
    public async Task Return(string silo, Timeline timeline)
    {
        await Cluster.Start(silo);
        timeline.Note($"{silo} is back");
    }

    /// <summary>What the frontends' lease logs say.</summary>
    public LeaseLines[] Leases() => [.. LocalCluster.Frontends.Select(name => LeaseLines.Read(Cluster.LinesOf(name)))];

    /// <summary>The same fifty new viewers ask at once, over both frontends; how many are in.</summary>
    public async Task<int> FreshViewers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Seats).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Frontends[LocalCluster.Frontends[i % 2]], $"videos/{Film}"));
            request.Headers.TryAddWithoutValidation("User-Agent", $"fresh-{i}");
            request.Headers.TryAddWithoutValidation("Range", "bytes=0-99");
            using var response = await Http.SendAsync(request);
            return response.StatusCode;
        }));
        return answers.Count(status => status == HttpStatusCode.PartialContent);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Cluster.DisposeAsync();
    }
}
