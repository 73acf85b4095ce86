using Microsoft.Extensions.Options;
using OrleansVideo.Media.Store;
using OrleansVideo.Streaming;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Streaming.Facts;

/// <summary>
/// Finds out what there is to play: from what is held, for a request of a playback whose lease is valid here; from the
/// video's own grain, and the disk, for all others.
/// </summary>
internal sealed class VideoLookup(
    IGrainFactory grains,
    MediaStore media,
    Playbacks playbacks,
    FactStore facts,
    StreamingMetrics metrics,
    IOptions<StreamingOptions> options,
    TimeProvider clock)
{
    /// <summary>
    /// How long a playback that runs waits for a grain that does not answer, before it goes on with what is held: not to bytes,
    /// which are held back until that is confirmed, but to a client that waits for them instead of being turned away.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The facts of a video. 1. Held ones serve a playback that is on, if they were confirmed of late. 2. Everybody else asks
    /// the grain, 3. and so does a playback that is on while nobody confirms; when the grain is silent too, it waits for its bytes.
    /// </summary>
    /// <param name="id">The video.</param>
    /// <param name="playback">The playback that asks; null for who plays nothing.</param>
    /// <returns>The facts, of whose file the caller is a user; null when there is no such video.</returns>
    /// <exception cref="TimeoutException">The grain did not answer in time.</exception>
    public ValueTask<VideoFacts?> Find(Guid id, PlaybackKey? playback)
    {
        if (playback is null || !playbacks.IsOn(playback)) return new(Read(id)); // 2
        if (facts.Unconfirmed > options.Value.MaxUnconfirmed || facts.TryUse(id) is not { } held) return new(ReadOrGoOn(id)); // 3
        metrics.LookedUp(isHeld: true);
        return new(held); // 1
    }

    /// <summary>Keeps the facts of a playback that was let in.</summary>
    public void Hold(VideoFacts found) => facts.Hold(found);

    private async Task<VideoFacts?> ReadOrGoOn(Guid id)
    {
        var held = facts.TryUse(id);
        if (held is null) return await Read(id);
        var reading = Read(id);
        var goesOn = false;
        try
        {
            return await reading.WaitAsync(Patience, clock);
        }
        catch (Exception e) when (ClusterTrouble.IsTrouble(e))
        {
            goesOn = true;
            _ = LetGo(reading);
            metrics.LookedUp(isHeld: true);
            return held;
        }
        finally
        {
            if (!goesOn) held.Content!.File.Dispose();
        }
    }

    private async Task<VideoFacts?> Read(Guid id)
    {
        var asked = facts.Now;
        metrics.LookedUp(isHeld: false);
        var video = await grains.GetGrain<IVideoGrain>(id).Read();
        facts.Learn(id, video, asked);
        if (video is null) return null;
        if (video.Status != VideoStatus.Ready) return new VideoFacts(video, null, asked);
        if (media.OpenRead(id) is { } file) return new VideoFacts(video, VideoContent.Of(video, new ContentFile(file)), asked);
        facts.Forget(id, before: long.MaxValue);
        return new VideoFacts(video, null, asked);
    }

    /// <summary>Closes what a reading opens that nobody waits for any more.</summary>
    private static async Task LetGo(Task<VideoFacts?> reading)
    {
        try
        {
            (await reading)?.Content?.File.Dispose();
        }
        catch (Exception e) when (ClusterTrouble.IsTrouble(e))
        {
            // What the playback goes on in spite of.
        }
    }
}
