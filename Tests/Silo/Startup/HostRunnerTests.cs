using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Tests.Silo.Startup;

public sealed class HostRunnerTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly StringWriter errors = new();

    private string[] Lines => errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task Run_UntilToldToStop_EndsWithZero_AndFreesTheDirectory()
    {
        for (var run = 0; run < 2; run++)
        {
            using var stop = new CancellationTokenSource();
            var host = TestSilo.Build(directory.Path);
            host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(stop.Cancel);
            Assert.Equal(0, await HostRunner.RunAsync(() => host, errors, stop.Token));
        }

        Assert.Empty(Lines);
    }

    [Fact]
    public async Task Run_WithInvalidOptions_SaysAllInOneLine_AndTouchesNothing()
    {
        var code = await RunAsync(("OrleansVideo:Cluster:Mode", "7"), ("OrleansVideo:Database:Synchronous", "Off"));
        Assert.Equal(1, code);
        Assert.Contains("OrleansVideo:Cluster:Mode", Assert.Single(Lines), StringComparison.Ordinal);
        Assert.Contains("OrleansVideo:Database:Synchronous", Lines[0], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task Run_WhileTheDirectoryIsInUse_SaysSoInOneLine_AndLogsIt()
    {
        using var other = await TestSilo.StartAsync(directory.Path);
        var log = new RecordingLogger<HostRunnerTests>();
        var host = TestSilo.Build(directory.Path);
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(new OneLoggerProvider(log));
        Assert.Equal(1, await HostRunner.RunAsync(() => host, errors, TestContext.Current.CancellationToken));
        var line = Assert.Single(Lines);
        Assert.StartsWith($"The data directory '{directory.File("data")}' is in use by process", line);
        Assert.Equal([(LogLevel.Critical, "The site cannot start: " + line)], log.Entries.Where(entry => entry.Level >= LogLevel.Error));
        await other.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_WhileTheDatabaseIsLocked_SaysSoInOneLine()
    {
        Directory.CreateDirectory(directory.File("data"));
        using var other = new SqliteConnection($"Data Source={directory.File("data/video.db")};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction(deferred: false);
        Assert.Equal(1, await RunAsync());
        Assert.Contains("is locked by another program", Assert.Single(Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StandAlone_WhereASiloPortIsTaken_SaysSoInOneLine()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var host = TestSilo.Build(directory.Path, SiloHosting.StandAlone, ("OrleansVideo:Cluster:SiloPort", $"{port}"));
        Assert.Equal(1, await HostRunner.RunAsync(() => host, errors, TestContext.Current.CancellationToken));
        Assert.StartsWith($"OrleansVideo:Cluster:SiloPort cannot be used: 127.0.0.1:{port}:", Assert.Single(Lines));
    }

    [Fact]
    public async Task Run_WhenTheProgramIsAtFault_LeavesWithTheException()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () => HostRunner.RunAsync(() => throw new InvalidTimeZoneException(), errors, TestContext.Current.CancellationToken));
        Assert.Empty(Lines);
    }

    [Fact]
    public void Explain_KeepsToOneLine_AndToWhatAnOperatorCanMend()
    {
        Assert.Equal("a b", StartupFailure.Explain(new StartupException("a\r\nb")));
        var taken = new IOException("Failed to bind.", new SocketException((int)SocketError.AddressAlreadyInUse));
        Assert.Equal("An address that this process listens on is already in use. Failed to bind.", StartupFailure.Explain(taken));
        Assert.Null(StartupFailure.Explain(new IOException("disk")));
        Assert.Null(StartupFailure.Explain(new AggregateException(new StartupException("a"), new InvalidOperationException("b"))));
    }

    public void Dispose()
    {
        errors.Dispose();
        directory.Dispose();
    }

    private Task<int> RunAsync(params (string Key, string Value)[] settings)
        => HostRunner.RunAsync(
            () => TestSilo.Build(directory.Path, SiloHosting.Embedded, settings), errors, TestContext.Current.CancellationToken);

    private sealed class OneLoggerProvider(ILogger logger) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose()
        {
        }
    }
}
