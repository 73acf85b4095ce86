using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster.StreamCap;

/// <summary>A cluster with fifty stream tokens, a film, and frontends that say which leases they believe valid.</summary>
internal sealed partial class CapHouse : IAsyncDisposable
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

    public static async Task<CapHouse> OpenAsync(string? isolate = null)
    {
        var settings = SiteSettings.Roomy
            .With("Streaming:MaxStreams", $"{Seats}").With("Streaming:LeaseLife", LeaseLife.ToString())
            .With("Streaming:Linger", "00:00:02").With("Streaming:StallHold", "00:00:05").With("Streaming:QueuePlaceLife", "00:00:05")
            .WithVariable("Logging__LogLevel__OrleansVideo", "Debug");
        var house = new CapHouse(await LocalCluster.UpAsync(settings, isolate));
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

    /// <summary>The silo that took the latest epoch, and the epoch, by the silos' logs.</summary>
    public (string Silo, long Epoch) Limiter() => LocalCluster.Silos
        .SelectMany(silo => Lines(silo).Select(line => EpochLine().Match(line)).Where(match => match.Success)
            .Select(match => (silo, Epoch: long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))))
        .MaxBy(found => found.Epoch);

    /// <summary>A moment of the timeline on the machine's monotonic clock, in milliseconds.</summary>
    public static double MachineTime(TimeSpan at, Timeline timeline) =>
        (System.Diagnostics.Stopwatch.GetElapsedTime(0) - (timeline.Now - at)).TotalMilliseconds;

    /// <summary>Whether the limiter of that epoch has said that it grants.</summary>
    public bool GrantsIn(long epoch) => LocalCluster.Silos
        .Any(silo => Lines(silo).Any(line => line.Contains($"The stream limiter of epoch {epoch} grants", StringComparison.Ordinal)));

    /// <summary>What the frontends' lease logs say.</summary>
    public LeaseLines[] Leases() => [.. LocalCluster.Frontends.Select(name => LeaseLines.Read(Lines(name)))];

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

    private IEnumerable<string> Lines(string name)
    {
        using var file = new FileStream(Cluster.LogOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line) yield return line;
    }

    [GeneratedRegex(@"stream limiter has taken epoch (\d+)")]
    private static partial Regex EpochLine();
}
