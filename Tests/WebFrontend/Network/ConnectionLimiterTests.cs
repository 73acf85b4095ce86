using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.Tests.Silo;
using OrleansVideo.WebFrontend.Network;

namespace OrleansVideo.Tests.WebFrontend.Network;

public sealed class ConnectionLimiterTests : IDisposable
{
    private static readonly IPAddress Stranger = IPAddress.Parse("192.0.2.1");
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger<ConnectionLimiter> _log = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Fact]
    public void Address_HasItsShare_AndGetsItBackAsConnectionsEnd()
    {
        using var limiter = Limiter(new() { MaxConnectionsPerAddress = 2 });
        var first = limiter.TryAdmit(Stranger);
        Assert.NotNull(first);
        Assert.NotNull(limiter.TryAdmit(Stranger));

        Assert.Null(limiter.TryAdmit(Stranger));
        Assert.NotNull(limiter.TryAdmit(IPAddress.Parse("192.0.2.2")));
        first.Dispose();
        Assert.NotNull(limiter.TryAdmit(Stranger));
        Assert.Null(limiter.TryAdmit(Stranger));
    }

    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    public void Addresses_ShareWithinOneNetworkAlone(string one, string other, bool isShared)
    {
        using var limiter = Limiter(new() { MaxConnectionsPerAddress = 1 });
        Assert.NotNull(limiter.TryAdmit(IPAddress.Parse(one)));
        Assert.Equal(isShared, limiter.TryAdmit(IPAddress.Parse(other)) is null);
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData(null)]
    public void KnownProxies_AndSocketsWithoutAnAddress_HaveAnyNumber(string? address)
    {
        using var limiter = Limiter(new() { MaxConnectionsPerAddress = 1, KnownProxies = "10.0.0.0/8" });
        Assert.All(Enumerable.Range(0, 10), _ => Assert.NotNull(limiter.TryAdmit(address is null ? null : IPAddress.Parse(address))));
    }

    [Fact]
    public void Site_HasALimit_WhateverTheAddresses_AndARefusedConnectionTakesNothing()
    {
        using var limiter = Limiter(new() { MaxConnections = 4, MaxConnectionsPerAddress = 2 });
        var held = Enumerable.Range(1, 4).Select(i => limiter.TryAdmit(IPAddress.Parse($"192.0.2.{i}"))).ToArray();
        Assert.DoesNotContain(null, held);
        for (var i = 0; i < 10; i++) Assert.Null(limiter.TryAdmit(Stranger));

        held[3]!.Dispose();

        Assert.NotNull(limiter.TryAdmit(Stranger));
    }

    [Theory]
    [InlineData(1024L, 0, 320)]
    [InlineData(65_536L, 0, 32_576)]
    [InlineData(1024L, 5000, 320)]
    [InlineData(1024L, 100, 100)]
    [InlineData(64L, 0, 16)]
    [InlineData(null, 0, int.MaxValue)]
    [InlineData(null, 5000, 5000)]
    public void Limit_IsBelowThatOfOpenFiles(long? files, int option, int expected)
    {
        using var limiter = Limiter(new() { MaxConnections = option }, files);
        Assert.Equal(expected, limiter.Limit);
        Assert.Equal(Math.Min(200, expected / 2), limiter.LimitOfAddress);
    }

    [Theory]
    [InlineData(1024L, 0, true)]
    [InlineData(65_536L, 0, false)]
    [InlineData(65_536L, 40_000, true)]
    [InlineData(null, 100, false)]
    public async Task Start_SaysInALine_WhenOpenFilesAreFew(long? files, int option, bool says)
    {
        using var limiter = Limiter(new() { MaxConnections = option }, files);
        await limiter.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(says ? 1 : 0, _log.Entries.Count);
    }

    [Fact]
    public void Log_HasALineAMinute_AndTheCount()
    {
        using var limiter = Limiter(new() { MaxConnectionsPerAddress = 1 });
        Assert.NotNull(limiter.TryAdmit(Stranger));
        for (var i = 0; i < 500; i++) Assert.Null(limiter.TryAdmit(Stranger));
        Assert.Single(_log.Entries);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(limiter.TryAdmit(Stranger));

        Assert.Equal(2, _log.Entries.Count);
        Assert.Contains("500 since this was last said", _log.Entries.Last().Message, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2", _log.Entries.Last().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DescriptorLimit_IsReadFromTheSystem()
    {
        Assert.Equal(1024, DescriptorLimit.Parse(["Limit    Soft Limit   Hard Limit   Units", "Max open files            1024                 524288               files     "]));
        Assert.Null(DescriptorLimit.Parse(["Max open files            unlimited            unlimited            files     "]));
        if (OperatingSystem.IsLinux()) Assert.True(DescriptorLimit.Read() is null or > 100);
    }

    public void Dispose() => _services.Dispose();

    private ConnectionLimiter Limiter(NetworkOptions options, long? files = null) =>
        new(Options.Create(options), _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), _clock, _log, files);
}
