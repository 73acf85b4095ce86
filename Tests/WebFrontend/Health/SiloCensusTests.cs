using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansVideo.WebFrontend.Health;

namespace OrleansVideo.Tests.WebFrontend.Health;

public sealed class SiloCensusTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AllActive_IsHealthy_AndTold() => Is(HealthStatus.Healthy, "2 active", Silo(1), Silo(2));

    [Theory]
    [InlineData(SiloStatus.Dead)]
    [InlineData(SiloStatus.Joining)]
    [InlineData(SiloStatus.ShuttingDown)]
    public void NoneActive_IsUnhealthy(SiloStatus status) => Is(HealthStatus.Unhealthy, "No silo is active.", Silo(1, status));

    [Fact]
    public void NobodyOnRecord_IsUnhealthy() => Is(HealthStatus.Unhealthy, "No silo is active.");

    [Fact]
    public void LostSilo_DegradesTheSite_ByItsAddress() =>
        Is(HealthStatus.Degraded, "1 active, lost: 127.0.0.1:2", Silo(1), Silo(2, SiloStatus.Dead, age: TimeSpan.FromMinutes(9)));

    [Fact]
    public void SiloLostLongAgo_IsForgotten() =>
        Is(HealthStatus.Healthy, "1 active", Silo(1), Silo(2, SiloStatus.Dead, age: SiloCensus.Memory));

    [Fact]
    public void SiloThatCameBack_IsNotMissed() =>
        Is(HealthStatus.Healthy, "1 active", Silo(1, generation: 8), Silo(1, SiloStatus.Dead, generation: 7));

    [Fact]
    public void SiloThatDiedAgain_IsMissed() => Is(
        HealthStatus.Degraded, "1 active, lost: 127.0.0.1:1",
        Silo(1, SiloStatus.Dead, generation: 8), Silo(1, SiloStatus.Dead, generation: 7), Silo(2));

    /// <summary>One that is about to join is neither there nor lost.</summary>
    [Fact]
    public void JoiningSilo_ChangesNothing() => Is(HealthStatus.Healthy, "1 active", Silo(1), Silo(2, SiloStatus.Joining));

    private static void Is(HealthStatus status, string words, params MembershipEntry[] members)
    {
        var result = SiloCensus.Of(members, Now).ToHealth();
        Assert.Equal((status, words), (result.Status, result.Description));
    }

    private static MembershipEntry Silo(int port, SiloStatus status = SiloStatus.Active, TimeSpan age = default, int generation = 1) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), generation),
        Status = status,
        IAmAliveTime = (Now - age).UtcDateTime,
    };
}
