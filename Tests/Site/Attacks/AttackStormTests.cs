using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Attacks;

/// <summary>
/// Each attack alone, then everything at once for two minutes, against a site with the limits that sites have; and one honest person at
/// another address, who looks at the first page, signs in, uploads, plays, comments and deletes, before, meanwhile and afterwards.
/// </summary>
[Trait("Set", "Long"), Trait("Needs", "ffmpeg")]
public sealed class AttackStormTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Storm = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(7); // Ten comments a minute are what an account may write.
    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, int> _attacks = new();
    private string _film = "";
    private string _clip = "";

    [Fact]
    public async Task HonestPerson_IsServed_WhileTheSiteIsAttacked()
    {
        using var volume = new SmallVolume(1500);
        using var certificate = OwnCertificate.Create();
        var (site, secure, name) = await Start(volume, certificate);
        await using var running = site;
        var before = await Live(site, name, Quiet);
        var meanwhile = await During(Attackers(site, secure, certificate), () => Live(site, name, Storm));
        var after = await Live(site, name, Quiet);

        Report(before, meanwhile, after);
        Assert.All(_attacks, attack => Assert.True(attack.Value > 0, $"{attack.Key} never came to anything"));
        await EndsInOrder(site);
    }

    /// <summary>As the storm, but one attack after the other: what one hides behind another would be seen here.</summary>
    [Fact]
    public async Task HonestPerson_IsServed_BeforeDuringAndAfterEachAttack()
    {
        using var volume = new SmallVolume(1500);
        using var certificate = OwnCertificate.Create();
        var (site, secure, name) = await Start(volume, certificate);
        await using var running = site;
        var before = await Live(site, name, TimeSpan.FromSeconds(1));
        foreach (var attack in Attackers(site, secure, certificate).GroupBy(attack => attack.Name))
        {
            var meanwhile = await During(attack, () => Live(site, name, TimeSpan.FromSeconds(20)));
            var after = await Live(site, name, TimeSpan.FromSeconds(1));

            output.WriteLine("");
            Report(before, meanwhile, after);
            Assert.True(_attacks[attack.Key] > 0, $"{attack.Key} never came to anything");
            _attacks.Clear();
            before = after;
        }

        await EndsInOrder(site);
    }

    private async Task<(SiteProcess Site, Uri Secure, string Name)> Start(SmallVolume volume, X509Certificate2 certificate)
    {
        var data = Directory.CreateDirectory(Path.Combine(volume.Path, "data")).FullName;
        var settings = new SiteSettings
        {
            ["Administration:AdminUserName"] = SiteSettings.AdminName,
            ["Administration:AdminPassword"] = SiteSettings.AdminPassword,
            ["Uploads:UserQuotaBytes"] = "200000000",
            ["Storage:Reserve"] = "400000000",
        };
        var key = Path.Combine(volume.Path, "site.pfx");
        await File.WriteAllBytesAsync(key, certificate.Export(X509ContentType.Pkcs12, "of the key alone"));
        settings.WithVariable("Kestrel__Certificates__Default__Path", key).WithVariable("Kestrel__Certificates__Default__Password", "of the key alone");
        var secure = new Uri($"https://127.0.0.1:{FreePort.Next()}/");
        settings.MoreAddresses.Add(secure); // HTTP/2 needs it.
        var site = await SiteProcess.StartAsync(settings, data);
        _clip = await SampleVideos.Mp4FastStartAsync();
        var name = AccountCalls.FreshName("honest");
        using var owner = new SiteClient(site.Address, "127.0.9.9");
        (await owner.Register(name)).Expect(201);
        _film = await owner.Publish(_clip, "What is attacked");
        return (site, secure, name);
    }

    private async Task<T> During<T>(IEnumerable<(string Name, Func<int, CancellationToken, Task<bool>> Once)> attacks, Func<Task<T>> honest)
    {
        using var end = new CancellationTokenSource();
        var attackers = attacks.Select(attack => Task.Run(() => Repeat(attack.Name, attack.Once, end.Token))).ToArray();
        try
        {
            return await honest();
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(attackers);
        }
    }

    private void Report(Dictionary<string, List<TimeSpan>> before, Dictionary<string, List<TimeSpan>> meanwhile, Dictionary<string, List<TimeSpan>> after)
    {
        foreach (var (attack, count) in _attacks.OrderBy(one => one.Key)) output.WriteLine($"{attack}: {count}");
        output.WriteLine("| step | quiet p50, p99 ms | attacked p50, p99 ms | afterwards p50, p99 ms |");
        output.WriteLine("| --- | --- | --- | --- |");
        foreach (var step in before.Keys.Order(StringComparer.Ordinal))
            output.WriteLine($"| {step} | {Words(before[step])} | {Words(meanwhile[step])} | {Words(after[step])} |");
        Assert.All(meanwhile, step => Assert.True(At(step.Value, 99) <= Goal, $"{step.Key}: {Words(step.Value)}"));
    }

    /// <summary>With exit code 0, and without a 500 in its log.</summary>
    private static async Task EndsInOrder(SiteProcess site)
    {
        Assert.Equal(0, await site.Stop());
        Assert.DoesNotContain("ExceptionProblems[3032]", site.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>What an honest person does, again and again; any refusal fails the test.</summary>
    private async Task<Dictionary<string, List<TimeSpan>>> Live(SiteProcess site, string name, TimeSpan time)
    {
        var steps = new Dictionary<string, List<TimeSpan>>();
        using var person = new SiteClient(site.Address, "127.0.9.9");
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time; await Task.Delay(Pause))
        {
            await Step("first page", async () => (await person.Get("/", ("Accept", "text/html"))).Expect(200));
            await Step("sign-in", async () => (await person.SignIn(name)).Expect(200));
            var id = "";
            await Step("draft", async () => id = await person.CreateDraft("An honest video"));
            await Step("upload", async () => (await person.Upload(id, _clip)).Expect(201));
            await Step("ready", () => person.WaitForState(id, "ready"));
            await Step("play", async () => (await person.Play(id, ("Range", "bytes=0-99999"))).Expect(206));
            await Step("comment", async () => (await person.Comment(id, "Seen.")).Expect(201));
            await Step("delete", async () => (await person.DeleteForGood(id)).Expect(202));
        }

        return steps;

        async Task Step(string step, Func<Task> act)
        {
            var clock = Stopwatch.StartNew();
            await act();
            if (!steps.TryGetValue(step, out var times)) steps.Add(step, times = []);
            times.Add(clock.Elapsed);
        }
    }

    private IEnumerable<(string Name, Func<int, CancellationToken, Task<bool>> Once)> Attackers(SiteProcess site, Uri secure, X509Certificate2 certificate)
    {
        var bombs = OverstatedFiles.Mp4.Values.ToArray();
        yield return ("bomb", Own(site, "127.0.20.", async (client, turn, _) =>
        {
            var draft = await client.Post("/api/v1/videos", new { title = "A bomb" });
            return draft.Status == 201 && (await client.Upload(draft.Json.Text("id")!, bombs[turn % bombs.Length])).Status == 201;
        }));
        yield return ("file that fills the disk", Own(site, "127.0.21.", async (client, _, _) =>
        {
            var draft = await client.Post("/api/v1/videos", new { title = "Ballast" });
            return draft.Status == 201 && (await client.Upload(draft.Json.Text("id")!, await PaddedFilm.OfLength(40 << 20))).Status == 201;
        }));
        for (var i = 0; i < 30; i++)
        {
            var address = $"127.0.22.{1 + (i % 5)}";
            yield return ("sign-in with a random name", async (_, _) =>
            {
                using var client = new SiteClient(site.Address, address);
                return (await client.SignIn(AccountCalls.FreshName("nobody"))).Status == 401;
            });
        }

        yield return ("comment", Own(site, "127.0.23.", async (client, turn, _) => (await client.Comment(_film, $"Flood {turn}")).Status == 201));
        yield return ("draft", Own(site, "127.0.24.", async (client, turn, _) => (await client.Post("/api/v1/videos", new { title = $"Draft {turn}" })).Status == 201));
        for (var i = 0; i < 4; i++) yield return ("random id", Guest(site, $"127.0.25.{i + 1}", async client => (await client.Get($"/api/v1/videos/{Guid.NewGuid()}")).Status == 404));
        for (var i = 0; i < 4; i++) yield return ("search", Guest(site, $"127.0.26.{i + 1}", async client => (await client.Get($"/?query={(char)('a' + Random.Shared.Next(26))}")).Status == 200));
        for (var i = 0; i < 40; i++) yield return ("seat without a byte", Seat(site, $"127.0.27.{1 + (i % 2)}"));
        for (var i = 0; i < 40; i++) yield return ("slow reader", Slow(site, $"127.0.28.{1 + (i % 4)}"));
        for (var i = 0; i < 100; i++) yield return ("idle connection", Idle(site, $"127.0.29.{1 + (i % 2)}"));
        for (var i = 0; i < 4; i++) yield return ("rapid reset", Reset(secure, certificate));
    }

    /// <summary>Somebody with an account, at a loopback address of their own; a new one when the quota is used up.</summary>
    private static Func<int, CancellationToken, Task<bool>> Own(SiteProcess site, string network, Func<SiteClient, int, CancellationToken, Task<bool>> once)
    {
        SiteClient? client = null;
        return async (turn, token) =>
        {
            if (client is null || turn % 50 == 49)
            {
                client?.Dispose();
                client = new SiteClient(site.Address, $"{network}{1 + (turn / 50 % 200)}");
                await client.Register(AccountCalls.FreshName("attacker"));
            }

            return await once(client, turn, token);
        };
    }

    private static Func<int, CancellationToken, Task<bool>> Guest(SiteProcess site, string address, Func<SiteClient, Task<bool>> once)
    {
        var client = new SiteClient(site.Address, address);
        return (_, _) => once(client);
    }

    /// <summary>Takes one byte, then only says that it plays.</summary>
    private Func<int, CancellationToken, Task<bool>> Seat(SiteProcess site, string address)
    {
        var client = new SiteClient(site.Address, address);
        return async (turn, token) =>
        {
            if (turn == 0) await client.Get($"/watch/{_film}", ("Accept", "text/html"));
            var played = turn % 20 != 0 || (await client.Play(_film, ("Range", "bytes=0-0"))).Status == 206;
            await client.Post($"/api/v1/videos/{_film}/playback", new { state = "playing", position = 1 });
            await Task.Delay(TimeSpan.FromSeconds(3), token);
            return played;
        };
    }

    private Func<int, CancellationToken, Task<bool>> Slow(SiteProcess site, string address) => (_, token) => Connected(site, address, async stream =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /videos/{_film} HTTP/1.1\r\nHost: {site.Address.Authority}\r\nUser-Agent: slow-{Guid.NewGuid():N}\r\n\r\n"), token);
        var buffer = new byte[64];
        for (var i = 0; i < 20 && await stream.ReadAsync(buffer, token) > 0; i++) await Task.Delay(TimeSpan.FromSeconds(1), token);
    });

    private static Func<int, CancellationToken, Task<bool>> Idle(SiteProcess site, string address) => (_, token) => Connected(site, address, async stream =>
    {
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: slow"u8.ToArray(), token); // And not another byte for a while.
        await Task.Delay(TimeSpan.FromSeconds(10), token);
    });

    private Func<int, CancellationToken, Task<bool>> Reset(Uri site, X509Certificate2 certificate) => async (_, _) =>
    {
        using var client = await RawHttp2.Connect(site, certificate);
        var isTaken = await client.AskAndReset($"/videos/{_film}", 100);
        client.Abort();
        return isTaken;
    };

    private static async Task<bool> Connected(SiteProcess site, string address, Func<Stream, Task> act)
    {
        using var tcp = new TcpClient(new IPEndPoint(IPAddress.Parse(address), 0)) { ReceiveBufferSize = 4096 };
        await tcp.ConnectAsync(site.Address.Host, site.Address.Port);
        await act(tcp.GetStream());
        return true;
    }

    /// <summary>Without a pause; what the site refuses, cuts off or does not take is what an attack has to expect.</summary>
    private async Task Repeat(string name, Func<int, CancellationToken, Task<bool>> once, CancellationToken token)
    {
        _attacks.TryAdd(name, 0);
        for (var turn = 0; !token.IsCancellationRequested; turn++)
        {
            try
            {
                if (await once(turn, token)) _attacks.AddOrUpdate(name, 1, (_, count) => count + 1);
                else await Task.Delay(20, token);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
            {
                if (!token.IsCancellationRequested) await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    private static TimeSpan At(List<TimeSpan> times, int percentile) => times.Order().ElementAt(Math.Min(times.Count - 1, times.Count * percentile / 100));

    private static string Words(List<TimeSpan> times) => $"{At(times, 50).TotalMilliseconds:0}, {At(times, 99).TotalMilliseconds:0}";
}
