using System.Reflection;

namespace OrleansVideo.Tests.Architecture;

/// <summary>
/// What frontends may repeat, each thought through: it reads, or done twice it is the same and says the same. Not here:
/// what counts (failed sign-ins, views without a number), what makes something under an id of its own (sessions, comments, write leases),
/// and what would refuse its own repetition (creations, restore, removal of a comment, a compare-and-set).
/// </summary>
public sealed class IdempotentTests
{
    private static readonly string[] Safe =
    [
        "ICatalogGrain.FindUserName", "ICatalogGrain.GetStorageUse", "ICatalogGrain.HasAdmin", "ICatalogGrain.List", "ICatalogGrain.ListOwned",
        "ICatalogReconcilerGrain.GetState", "ICatalogReconcilerGrain.ListDeadWork",
        "ICommentThreadGrain.GetState", "ICommentThreadGrain.List",
        "IDeletionLedgerGrain.GetState", "IDeletionLedgerGrain.List", "IDeletionLedgerGrain.ReadLateness",
        "IDeletionShardGrain.Delete", // Keeps its first deadline.
        "IDeletionShardGrain.GetState", "IDeletionShardGrain.Nudge",
        "IDeletionShardGrain.Remove", // As Delete; the first admin's stays the first.
        "IStorageReconcilerGrain.GetState", "IStorageReconcilerGrain.ListFindings",
        "IStorageReconcilerGrain.Quarantine", "IStorageReconcilerGrain.Restore", // Done already is done.
        "IStorageReconcilerGrain.Start",
        "IStreamLimiterGrain.Acquire", // Joins what it was granted; the same number is answered as before.
        "IStreamLimiterGrain.GetState", "IStreamLimiterGrain.HandOver",
        "IStreamLimiterGrain.Join", "IStreamLimiterGrain.Leave", // Join grants nothing.
        "IStreamLimiterGrain.ListLeases", "IStreamLimiterGrain.Place",
        "IStreamLimiterGrain.Release", "IStreamLimiterGrain.Renew", "IStreamLimiterGrain.Report", // Sent twice, the second is told to come again.
        "IStreamLimiterGrain.SetCapacity",
        "IUploadGrain.Abandon", "IUploadGrain.Complete", // Under the lease's number.
        "IUploadGrain.GetState", "IUploadGrain.Renew", "IUploadGrain.Reserve",
        "IUserGrain.CheckSession", "IUserGrain.CloseSession", "IUserGrain.EndOtherSessions", "IUserGrain.EndSession", "IUserGrain.GetState",
        "IUserGrain.ListSessions", "IUserGrain.Read",
        "IVideoGrain.Edit", // Sets what it names.
        "IVideoGrain.GetState", "IVideoGrain.Read",
        "IVideoGrain.SetRemoval", // By its version.
        "IViewCounterGrain.Add", // Counts a batch's number once.
        "IViewCounterGrain.GetCount",
    ];

    [Fact]
    public void RepeatableCalls_AreThoseThoughtThrough() => Assert.Equal(Safe.Order(StringComparer.Ordinal), Marked(Floor.All[0].Assembly));

    [Fact]
    public void Reads_AreRepeatable()
    {
        var reads = Floor.All[0].Assembly.GetTypes().Where(type => type.IsInterface).SelectMany(type => type.GetMethods())
            .Where(method => method.Name is "Read" or "GetState" || method.Name.StartsWith("List", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(reads);
        Assert.All(reads, method => Assert.True(method.IsDefined(typeof(IdempotentAttribute)), $"{method.DeclaringType!.Name}.{method.Name}"));
    }

    private static IEnumerable<string> Marked(Assembly assembly) => assembly.GetTypes().SelectMany(type => type.GetMethods())
        .Where(method => method.IsDefined(typeof(IdempotentAttribute)))
        .Select(method => $"{method.DeclaringType!.Name}.{method.Name}").Distinct().Order(StringComparer.Ordinal);
}
