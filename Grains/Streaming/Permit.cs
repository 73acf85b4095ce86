using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>One token that is held: by one playback, on behalf of which one frontend or several serve.</summary>
internal sealed class Permit(Guid id, PlaybackKey playback, string address)
{
    /// <summary>Whether the viewer has left, and the holders may let go.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Random id.</summary>
    public Guid Id { get; } = id;

    /// <summary>Who watches what.</summary>
    public PlaybackKey Playback { get; } = playback;

    /// <summary>The viewer's network address.</summary>
    public string Address { get; } = address;

    /// <summary>Frontend → until when its hold is valid, on the ledger's own clock. The permit is free when none is left.</summary>
    public Dictionary<Guid, TimeSpan> Holders { get; } = [];
}
