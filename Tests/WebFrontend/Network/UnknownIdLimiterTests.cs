using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.WebFrontend.Network;

namespace OrleansVideo.Tests.WebFrontend.Network;

public sealed class UnknownIdLimiterTests
{
    private static readonly IPAddress Stranger = IPAddress.Parse("192.0.2.1");
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Address_IsRefusedFromTheLimitOn_UntilTheMinuteIsOver()
    {
        var limiter = Limiter(3);
        Miss(limiter, Stranger, 2);
        Assert.Null(limiter.RefusedFor(Stranger));
        _clock.Advance(TimeSpan.FromSeconds(20));

        Miss(limiter, Stranger, 1);

        Assert.Equal(TimeSpan.FromSeconds(40), limiter.RefusedFor(Stranger));
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(limiter.RefusedFor(Stranger));
        Miss(limiter, Stranger, 2);
        Assert.Null(limiter.RefusedFor(Stranger));
    }

    [Fact]
    public void OneId_CountsOnceHoweverOftenItIsAskedFor()
    {
        var limiter = Limiter(2);

        for (var count = 0; count < 100; count++) limiter.Add(Stranger, "0190a0e8-0000-7000-8000-000000000000");

        Assert.Null(limiter.RefusedFor(Stranger));
    }

    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData(null, "192.0.2.1", false)]
    [InlineData(null, null, true)]
    public void Addresses_ShareACountWithinOneNetworkAlone(string? one, string? other, bool isShared)
    {
        var limiter = Limiter(1);

        Miss(limiter, Parse(one), 1);

        Assert.Equal(isShared, limiter.RefusedFor(Parse(other)) is not null);
    }

    [Fact]
    public void Addresses_AreForgottenFirstComeFirst_WhenThereAreTooMany()
    {
        var limiter = Limiter(1);
        Miss(limiter, Stranger, 1);
        for (var number = 0; number < UnknownIdLimiter.MaxAddresses - 1; number++) Miss(limiter, Numbered(number), 1);
        Assert.NotNull(limiter.RefusedFor(Stranger));

        Miss(limiter, Numbered(UnknownIdLimiter.MaxAddresses), 1);

        Assert.Equal(UnknownIdLimiter.MaxAddresses, limiter.Addresses);
        Assert.Null(limiter.RefusedFor(Stranger));
        Assert.NotNull(limiter.RefusedFor(Numbered(0)));
        _clock.Advance(UnknownIdLimiter.Window);
        Miss(limiter, Stranger, 1);
        Assert.Equal(1, limiter.Addresses);
    }

    [Fact]
    public void Zero_LimitsNobody()
    {
        var limiter = Limiter(0);

        Miss(limiter, Stranger, 1000);

        Assert.Null(limiter.RefusedFor(Stranger));
        Assert.Equal(0, limiter.Addresses);
    }

    private UnknownIdLimiter Limiter(int limit) =>
        new(Options.Create(new NetworkOptions { MaxUnknownIdsPerMinute = limit }), _clock, NullLogger<UnknownIdLimiter>.Instance);

    private static void Miss(UnknownIdLimiter limiter, IPAddress? address, int times)
    {
        for (var count = 0; count < times; count++) limiter.Add(address, Guid.NewGuid().ToString());
    }

    private static IPAddress? Parse(string? text) => text is null ? null : IPAddress.Parse(text);

    private static IPAddress Numbered(int number) => new([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}
