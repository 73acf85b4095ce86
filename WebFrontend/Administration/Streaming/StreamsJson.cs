using OrleansVideo.Catalog;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>The stream tokens, and one page of those who hold them.</summary>
/// <param name="Capacity">How many tokens there are.</param>
/// <param name="Held">How many are held: after a decrease, for a while more than there are.</param>
/// <param name="Waiting">Viewers who wait for one.</param>
/// <param name="Leases">The tokens that are held, by the order of their ids.</param>
/// <param name="NextCursor">Where the next page begins, as <c>?cursor=</c>; null on the last one.</param>
internal sealed record StreamsJson(int Capacity, int Held, int Waiting, IReadOnlyList<StreamLeaseJson> Leases, string? NextCursor)
{
    /// <summary>The limiter's word in the shape of the API.</summary>
    public static StreamsJson From(StreamLimiterView view, Page<StreamHolding> page) =>
        new(view.Capacity, view.Held, view.Waiting, [.. page.Items.Select(StreamLeaseJson.From)], page.NextCursor);
}
