using System.Net;
using System.Net.Sockets;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Cluster;

/// <summary>The script that runs a whole cluster does what it says.</summary>
[Trait("Needs", "PostgreSQL, nginx, ffmpeg")]
public sealed class ClusterScriptTests
{
    private static readonly string[] Names = ["postgres", "silo-1", "silo-2", "web-1", "web-2", "proxy"];

    [Fact]
    [Trait("Set", "Long")]
    public async Task Cluster_ComesUp_AndLeavesNothingBehind()
    {
        await using var cluster = new ClusterScript();
        (await cluster.Up()).Expect(0);
        var first = await cluster.Status();
        Assert.Equal(Names, first.Keys);
        Assert.All(first.Values, process => Assert.True(process.Pid > 0 && IsListening(process.Port)));
        Assert.Equal(cluster.Port, first["proxy"].Port);

        using var owner = new SiteClient(cluster.Address);
        (await owner.Register(AccountCalls.FreshName("owner"))).Expect(201);
        (await cluster.Run("stop", "web-1")).Expect(0);
        Assert.Null((await cluster.Status())["web-1"].Pid);
        (await owner.Get("/")).Expect(200);
        Assert.Contains("unknown name: 'silo-3'", (await cluster.Run("stop", "silo-3")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("was made with 2 silos", (await cluster.Run("up", "--silos", "3")).Expect(1).Error, StringComparison.Ordinal);
        (await cluster.Run("start", "web-1")).Expect(0);

        (await cluster.Run("down")).Expect(0);
        Assert.All(await cluster.Status(), entry => Assert.Null(entry.Value.Pid));
        Assert.DoesNotContain(first.Values, process => IsListening(process.Port));
        Assert.Empty(cluster.Processes);
        (await cluster.Run("down")).Expect(0);
    }

    [Fact]
    [Trait("Set", "Long")]
    public async Task Cluster_SurvivesKills_AndComesUpAgain()
    {
        await using var cluster = new ClusterScript();
        (await cluster.Up()).Expect(0);
        var first = await cluster.Status();
        using var owner = new SiteClient(cluster.Address);
        (await owner.Register(AccountCalls.FreshName("owner"))).Expect(201);
        var film = await SampleVideos.Mp4FastStartAsync();
        var id = await owner.Publish(film);

        // Two that outlive their main process by children of theirs, and a silo, without which the site goes on.
        foreach (var name in new[] { "postgres", "proxy", "silo-1" })
        {
            await cluster.KillHard(name);
            if (name == "silo-1") await Eventually.True("the other silo serves", TimeSpan.FromSeconds(20), async () => (await owner.Details(id)).Status == 200);
            (await cluster.Run("start", name)).Expect(0);
            Assert.NotEqual(first[name].Pid, (await cluster.Status())[name].Pid);
        }

        // What was stored before all of that plays bit for bit; ports are what they were.
        Assert.Equal(first.Select(entry => (entry.Key, entry.Value.Port)), (await cluster.Status()).Select(entry => (entry.Key, entry.Value.Port)));
        await Eventually.True("the film plays", TimeSpan.FromSeconds(20), async () => (await owner.Play(id)).Status == 200);
        Assert.Equal(await File.ReadAllBytesAsync(film), (await owner.Play(id)).Expect(200).Body);

        (await cluster.Run("down")).Expect(0);
        (await cluster.Up()).Expect(0);
        (await owner.Details(id)).Expect(200);
    }

    [Fact]
    [Trait("Set", "Long")]
    public async Task Up_WithASettingThatSilosRefuse_SaysIt_AndEndsWhatItStarted()
    {
        await using var cluster = new ClusterScript(SiteSettings.Roomy.With("Uploads:MaxBytes", "-1"));
        var run = (await cluster.Up()).Expect(1);
        Assert.Contains("OrleansVideo:Uploads:MaxBytes", run.Error, StringComparison.Ordinal);
        Assert.Empty(cluster.Processes);
        Assert.All(await cluster.Status(), entry => Assert.False(IsListening(entry.Value.Port)));
    }

    [Fact]
    public async Task Up_OnAPortInUse_SaysIt_AndMakesNothing()
    {
        await using var cluster = new ClusterScript();
        using var other = new TcpListener(IPAddress.Loopback, cluster.Port);
        other.Start();
        var run = (await cluster.Up()).Expect(1);
        Assert.Contains($"port {cluster.Port} is in use", run.Error, StringComparison.Ordinal);
        Assert.Empty(cluster.Processes);
    }

    [Theory]
    [InlineData("no command")]
    [InlineData("--directory is missing", "up")]
    [InlineData("unknown command: fly", "fly", "--directory", "/nowhere")]
    [InlineData("--port is missing", "up", "--directory", "/nowhere/at/all")]
    [InlineData("--port must be 1 to 65535", "up", "--directory", "/nowhere", "--port", "65536")]
    [InlineData("--port must be 1 to 65535", "up", "--directory", "/nowhere", "--port", "http")]
    [InlineData("needs a value", "up", "--directory")]
    [InlineData("unknown name: 'web-3'", "stop", "web-3", "--directory", "/nowhere")]
    [InlineData("unknown name: ''", "start", "--directory", "/nowhere")]
    [InlineData("one name at a time", "stop", "web-1", "web-2", "--directory", "/nowhere")]
    [InlineData("takes no name", "down", "web-1", "--directory", "/nowhere")]
    [InlineData("belong to up", "status", "--directory", "/nowhere", "--port", "1")]
    [InlineData("--isolate must be", "up", "--directory", "/nowhere", "--port", "1", "--isolate", "web-1")]
    [InlineData("--isolate must be", "up", "--directory", "/nowhere", "--port", "1", "--isolate", "silo-1+silo-2")]
    [InlineData("--silos must be 1 to 9", "up", "--directory", "/nowhere", "--port", "1", "--silos", "0")]
    [InlineData("--silos must be 1 to 9", "up", "--directory", "/nowhere", "--port", "1", "--silos", "10")]
    [InlineData("belong to up", "status", "--directory", "/nowhere", "--silos", "3")]
    [InlineData("can't be used", "up", "--directory", "/no$where", "--port", "1")]
    [InlineData("unknown option: --fast", "up", "--fast", "--directory", "/nowhere")]
    public async Task BadArgument_IsNamed(string words, params string[] arguments)
    {
        var run = (await ClusterScript.RunScript([], arguments)).Expect(2);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Directory_WithoutACluster_IsRefused()
    {
        await using var cluster = new ClusterScript();
        Assert.Contains("no cluster in", (await cluster.Run("status")).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("no cluster in", (await cluster.Run("down")).Expect(1).Error, StringComparison.Ordinal);
        Directory.CreateDirectory(cluster.Directory);
        await File.WriteAllTextAsync(Path.Combine(cluster.Directory, "thesis.txt"), "somebody's");
        Assert.Contains("is not empty", (await cluster.Up()).Expect(1).Error, StringComparison.Ordinal);
    }

    private static bool IsListening(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false; // Nobody.
        }
    }
}
