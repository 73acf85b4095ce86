using OrleansVideo.Streaming;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

public sealed class PlaybackTests
{
    private readonly LimiterLink _link = new(new Frontend());
    private readonly Playback _playback = new(new PlaybackKey("viewer", Guid.Empty), "10.0.0.1");

    /// <summary>The limiter may have handled the question before the eviction, and its answer may come after the letting go.</summary>
    [Fact]
    public void Revoke_MakesAnswersToWhatWasAskedBefore_OutOfDate()
    {
        var before = _link.Next();
        Assert.False(_playback.HasLetGoSince(before));

        _playback.Revoke(_link.Next());

        Assert.True(_playback.HasLetGoSince(before));
        Assert.False(_playback.HasLetGoSince(_link.Next()));
    }
}
