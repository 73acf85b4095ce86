using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Administration.Streaming;

/// <summary>How many stream tokens there are, after a change.</summary>
/// <param name="Capacity">How many tokens there are.</param>
/// <param name="Held">How many are held; while these are not fewer, nobody gets in.</param>
/// <param name="Waiting">Viewers who wait for one.</param>
internal sealed record StreamCountsJson(int Capacity, int Held, int Waiting)
{
    /// <summary>The limiter's word in the shape of the API.</summary>
    public static StreamCountsJson From(StreamLimiterView view) => new(view.Capacity, view.Held, view.Waiting);
}
