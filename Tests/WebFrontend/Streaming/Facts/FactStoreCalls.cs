using OrleansVideo.Catalog;
using OrleansVideo.WebFrontend.Streaming.Facts;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Facts;

/// <summary>What the catalog says.</summary>
internal static class FactStoreCalls
{
    /// <summary>It was asked and has answered at once, naming all.</summary>
    public static void Confirm(this FactStore store, params VideoChange[] changes) =>
        store.Confirm(new RecentChanges(changes, IsComplete: true), store.Now);
}
