using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.Media.Store;
using OrleansVideo.Silo.Health;

namespace OrleansVideo.Tests.Silo.Health;

/// <summary>A disk that fills up is told of before it is too late, and takes nobody out of service who can still serve.</summary>
public sealed class MediaHealthTests
{
    private const long Mib = 1 << 20;
    private const string Full =
        "The disk is full: what is there can be watched; until there is room, uploads are refused, and sign-ins, comments and deletions may fail";

    [Theory]
    [InlineData(1280, 1024, HealthStatus.Healthy, "1280 MiB left")]
    [InlineData(1279, 1024, HealthStatus.Degraded, "1279 MiB left: below 1024 MiB uploads are refused")]
    [InlineData(1024, 1024, HealthStatus.Degraded, "1024 MiB left: below 1024 MiB uploads are refused")]
    [InlineData(1023, 1024, HealthStatus.Degraded, "1023 MiB left: uploads are refused, as 1024 MiB are kept free")]
    [InlineData(0, 1024, HealthStatus.Degraded, Full)]
    [InlineData(0, 0, HealthStatus.Degraded, Full)]
    [InlineData(1024, 0, HealthStatus.Healthy, "1024 MiB left")]
    [InlineData(1023, 0, HealthStatus.Degraded, "1023 MiB left")]
    public void RoomThatIsLeft_IsJudgedByTheReserve(long free, long reserve, HealthStatus status, string words)
    {
        var result = MediaHealthCheck.Judge(new StoreHealth(true, free * Mib, null), reserve * Mib);
        Assert.Equal((status, words), (result.Status, result.Description));
    }

    [Fact]
    public void FullDisk_IsDegraded_AndABrokenOneUnhealthy()
    {
        Assert.Equal(HealthStatus.Degraded, MediaHealthCheck.Judge(new StoreHealth(false, 0, "No space left on device", IsFull: true), Mib).Status);
        Assert.Equal(HealthStatus.Unhealthy, MediaHealthCheck.Judge(new StoreHealth(false, 0, "Input/output error"), Mib).Status);
    }
}
