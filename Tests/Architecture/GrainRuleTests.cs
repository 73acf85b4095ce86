using OrleansVideo.Tests.Architecture.Violations;

namespace OrleansVideo.Tests.Architecture;

public sealed class GrainRuleTests
{
    private static readonly Type[] Ours = [.. Floor.All.SelectMany(floor => floor.Assembly.GetTypes())];

    [Fact]
    public void Grains_AreThere() => Assert.True(Ours.Count(type => typeof(Grain).IsAssignableFrom(type)) >= 9);

    [Fact]
    public void Grain_HasAWrittenType() => Assert.Empty(GrainRules.UnnamedGrains(Ours));

    [Fact]
    public void GrainInterface_AndItsMethods_HaveWrittenNames() => Assert.Empty(GrainRules.UnnamedInterfaces(Ours));

    [Fact]
    public void Message_HasASerializerAndAnAlias() => Assert.Empty(GrainRules.UnnamedMessages(Ours));

    [Fact]
    public void PersistentState_HasAnOwnName() => Assert.Empty(GrainRules.SharedStates(Ours));

    [Fact]
    public void KeyedGrain_CanBeAskedForItsState() => Assert.Empty(GrainRules.OpaqueGrains(Ours));

    [Fact]
    public void Grain_HasNothingButGetState_ThatTheDashboardCalls() => Assert.Empty(GrainRules.CalledByTheDashboard(Ours));

    [Fact]
    public void StatelessWorker_IsReentrant() => Assert.Empty(GrainRules.QueueingWorkers(Ours));

    [Fact]
    public void StatelessWorker_ThatTakesTokens_IsTheOnlyOneOfItsSilo() => Assert.Empty(GrainRules.DeafWorkers(Ours));

    [Fact]
    public void Read_ThatAsksTheDatabase_TakesAToken() => Assert.Empty(GrainRules.EndlessReads(Ours));

    [Fact]
    public void Checker_SeesEveryViolation()
    {
        Type[] bad = [typeof(CarelessGrain), typeof(ICarelessGrain<CarelessMessage>), typeof(CarelessGrain.Twin)];

        Assert.Equal(2, GrainRules.UnnamedGrains(bad).Count());
        Assert.Equal(["ICarelessGrain`1 has no [Alias]", "ICarelessGrain`1 has no [GrainInterfaceType]", "ICarelessGrain`1.Ask has no [Alias]", "ICarelessGrain`1.ListAll has no [Alias]"],
            GrainRules.UnnamedInterfaces(bad));
        Assert.Equal(
            [
                "CarelessMessage has no [GenerateSerializer]", "CarelessMessage has no [Alias]",
                "CarelessPart has no [GenerateSerializer]", "CarelessPart has no [Alias]",
            ],
            GrainRules.UnnamedMessages(bad));
        Assert.Equal(
            ["E.B has no number of its own", "E.C has no number of its own"],
            GrainRules.UnnumberedMembers("enum D { A = 1, }\npublic enum E : byte\n{\n    /// <summary>One of {many}.</summary>\n    A = 1,\n    B,\n    [Obsolete] C\n}"));
        Assert.Equal([typeof(CarelessKind)], GrainRules.TravellingEnums(bad));
        Assert.Equal(["the state careless belongs to CarelessGrain, Twin"], GrainRules.SharedStates(bad));
        Assert.Equal(["CarelessGrain has no parameterless Task<T> GetState()", "Twin has no parameterless Task<T> GetState()"],
            GrainRules.OpaqueGrains(bad));
        Assert.Equal(
            ["Shown: the dashboard would call ICarelessView.Purge, which answers with a stored state"],
            GrainRules.CalledByTheDashboard([.. bad, typeof(CarelessGrain.Shown)]));
        Assert.Equal(["Worker is a stateless worker and not [Reentrant]"], GrainRules.QueueingWorkers([.. bad, typeof(CarelessGrain.Worker)]));
        Assert.Equal(["ICarelessGrain`1.ListAll takes no CancellationToken"], GrainRules.EndlessReads(bad));
    }
}
