using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster.Revocation;

/// <summary>A right to a film that somebody loses.</summary>
public enum TakenBack
{
    /// <summary>The owner moves the film to the trash: nobody may play it.</summary>
    Trash,

    /// <summary>The owner makes the film private: strangers may not play it.</summary>
    Private,

    /// <summary>An admin ends one viewer's playback.</summary>
    Eviction,

    /// <summary>The owner of a private film signs out: this browser may not play it any more.</summary>
    SignOut,
}

/// <summary>A cluster, and the people and films of the revocation tests; one for all cases of a heartbeat.</summary>
public abstract partial class RevocationSite(TimeSpan heartbeat) : IAsyncLifetime
{
    private const int FilmLength = 64 << 20;
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(90);

    private readonly Dictionary<TakenBack, string> _films = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly string _ownerName = AccountCalls.FreshName("owner");
    private byte[] _content = [];

    public TimeSpan Heartbeat => heartbeat;

    public LocalCluster Cluster { get; private set; } = null!;

    /// <summary>Where each frontend answers.</summary>
    public IReadOnlyDictionary<string, Uri> Frontends { get; private set; } = null!;

    /// <summary>The owner of the films, at a browser that stays signed in.</summary>
    public SiteClient Owner { get; private set; } = null!;

    public SiteClient Admin { get; private set; } = null!;

    /// <summary>A public film from which nothing is ever taken back.</summary>
    public string OtherFilm { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await LocalCluster.UpAsync(SiteSettings.Roomy.With("Streaming:Heartbeat", heartbeat.ToString()));
        var frontends = new Dictionary<string, Uri>();
        foreach (var name in LocalCluster.Frontends) frontends[name] = await Cluster.Frontend(name);
        Frontends = frontends;
        Owner = new SiteClient(frontends["web-1"]);
        (await Owner.Register(_ownerName)).Expect(201);
        Admin = new SiteClient(frontends["web-1"]);
        (await Admin.SignIn(SiteSettings.AdminName, SiteSettings.AdminPassword)).Expect(200);
        _content = await PaddedFilm.OfLength(FilmLength);
        OtherFilm = await PublishAsync("The other film");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        Owner?.Dispose();
        Admin?.Dispose();
        if (Cluster is not null) await Cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>One more browser at which the owner is signed in.</summary>
    public async Task<SiteClient> SignInOwnerAgain()
    {
        var browser = new SiteClient(Frontends["web-1"]);
        (await browser.SignIn(_ownerName)).Expect(200);
        return browser;
    }

    /// <summary>The film of a case, ready, as visible as the case begins, on a cluster that lets viewers in at every frontend.</summary>
    public async Task<string> FilmFor(TakenBack what)
    {
        await Eventually.True("the limiter grants", Healthy, () => Cluster.LimiterGrants(Cluster.Limiter().Epoch));
        foreach (var frontend in LocalCluster.Frontends)
        {
            await Eventually.True($"a new viewer plays at {frontend}", Healthy,
                async () => (await TryPlay(frontend, OtherFilm, Viewer.Stranger())).Status == HttpStatusCode.PartialContent);
        }

        if (!_films.TryGetValue(what, out var film)) _films[what] = film = await PublishAsync($"The film of {what}");
        if ((await Owner.Details(film)).Expect(200).Json.Text("state") == "trashed") (await Owner.Restore(film)).Expect(200);
        await Owner.WaitForState(film, "ready");
        (await Owner.Edit(film, new { visibility = what == TakenBack.SignOut ? "private" : "public" })).Expect(200);
        return film;
    }

    /// <summary>A new request for a hundred bytes of a film.</summary>
    internal async Task<NewRequest> TryPlay(string frontend, string film, Viewer viewer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Frontends[frontend], $"videos/{film}"));
        request.Headers.TryAddWithoutValidation("User-Agent", viewer.UserAgent);
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-99");
        if (viewer.Cookie is not null) request.Headers.TryAddWithoutValidation("Cookie", viewer.Cookie);
        try
        {
            using var response = await _http.SendAsync(request);
            if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return new NewRequest(response.StatusCode, null);
            using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            return new NewRequest(response.StatusCode, problem.RootElement.Text("code"));
        }
        catch (Exception cut) when (cut is HttpRequestException or TaskCanceledException)
        {
            return new NewRequest(null, null);
        }
    }

    /// <summary>How many messages each frontend has sent through each gateway's connections, as the kernel counts them.</summary>
    internal async Task<Dictionary<(string Frontend, string Silo), long>> GatewayMessages()
    {
        var found = new Dictionary<(string, string), long>();
        var pids = new Dictionary<string, int>();
        foreach (var frontend in LocalCluster.Frontends) pids[frontend] = await Cluster.Pid(frontend);
        foreach (var silo in Cluster.Silos)
        {
            var port = (await Cluster.AddressOf(silo, "gateway")).Port;
            var lines = await Tool("ss", "--tcp", "--info", "--numeric", "--no-header", "--oneline", "--processes", $"dport = :{port}");
            foreach (var frontend in LocalCluster.Frontends)
            {
                found[(frontend, silo)] = lines.Split('\n')
                    .Where(line => line.Contains($"pid={pids[frontend]},", StringComparison.Ordinal))
                    .Select(line => MessagesWord().Match(line))
                    .Where(match => match.Success)
                    .Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            }
        }

        return found;
    }

    private static async Task<string> Tool(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{name} ended with {process.ExitCode}");
        return output;
    }

    [GeneratedRegex(@"data_segs_out:(\d+)")]
    private static partial Regex MessagesWord();

    private async Task<string> PublishAsync(string title)
    {
        var film = await Owner.CreateDraft(title);
        (await Owner.Upload(film, _content)).Expect(201);
        await Owner.WaitForState(film, "ready");
        return film;
    }
}

/// <summary>The answer to a new request: its status, and the problem's code; no status when there was no answer.</summary>
internal sealed record NewRequest(HttpStatusCode? Status, string? Code)
{
    public override string ToString() => Status is { } status ? $"{(int)status}{(Code is null ? "" : " " + Code)}" : "no answer";
}

/// <summary>Frontends tell the limiter every second what they hold, as by default.</summary>
public sealed class OneSecondSite() : RevocationSite(TimeSpan.FromSeconds(1));

/// <summary>Frontends tell the limiter every five seconds what they hold, as on a large site.</summary>
public sealed class FiveSecondSite() : RevocationSite(TimeSpan.FromSeconds(5));
