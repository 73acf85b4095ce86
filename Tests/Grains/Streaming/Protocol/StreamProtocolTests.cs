using CsCheck;

namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>
/// The whole protocol of frontends, limiters and the row, in random histories on simulated time: messages that are late,
/// lost or come twice; clocks of sleeping machines; processes that die, stop, stand still or are cut off; several limiters.
/// </summary>
public sealed class StreamProtocolTests
{
    private static readonly Gen<SimStep> Step = Gen.Select(
        Gen.Int[0, 99], Gen.Int[0, 3], Gen.Int[0, 7], Gen.Int[0, 99], Gen.Int[0, 1_000_000],
        (what, where, who, pause, luck) => new SimStep(what, where, who, pause, luck));

    private static readonly Gen<(int Frontends, SimStep[] Steps)> History = Gen.Select(Gen.Int[2, 4], Step.Array[1, 80]);

    /// <summary>Also: whatever was lost is found again within two lease lives.</summary>
    [Fact]
    public void ValidPlaybacks_WhateverHappens_AreNeverMoreThanTheTokens() =>
        History.Sample(history => Holds(history, isRough: true), iter: 3000);

    [Fact]
    public void RunningPlayback_WhenTheLimiterMoves_NoticesNothing() =>
        History.Sample(history => Holds(history, isRough: false), iter: 1000);

    /// <summary>A history that was broken once: an answer from before an eviction comes after the frontend has let go.</summary>
    [Fact]
    public void ValidPlaybacks_WhenAnAnswerIsOlderThanTheLettingGo_AreNeverMoreThanTheTokens() =>
        History.Sample(history => Holds(history, isRough: true), seed: "7weG-LB8DM24", iter: 1, threads: 1);

    [Fact, Trait("Set", "Long")]
    public void ValidPlaybacks_InVeryManyHistories_AreNeverMoreThanTheTokens() =>
        History.Sample(history => Holds(history, isRough: true), time: 180);

    private static void Holds((int Frontends, SimStep[] Steps) history, bool isRough)
    {
        var broken = SimWorld.Run(history.Frontends, isRough, history.Steps);
        Assert.True(broken is null, broken);
    }
}
