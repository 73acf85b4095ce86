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

    /// <summary>Frontend → until when its hold is valid, on the ledger's own clock. The permit is free when none is left and it does not wait.</summary>
    public Dictionary<Guid, TimeSpan> Holders { get; } = [];

    /// <summary>
    /// Until when the permit waits, without a holder, for its playback to turn up at another frontend; null when it does not.
    /// </summary>
    public TimeSpan? WaitsUntil { get; set; }

    /// <summary>Until when the permit is held if nobody says more.</summary>
    public TimeSpan HeldUntil => Holders.Values.Append(WaitsUntil ?? TimeSpan.MinValue).Max();

    /// <summary>Drops what is over.</summary>
    /// <returns>Whether anything is left that holds the permit.</returns>
    public bool Prune(TimeSpan now)
    {
        foreach (var silent in Holders.Where(holder => holder.Value <= now).Select(holder => holder.Key).ToArray()) Holders.Remove(silent);
        if (WaitsUntil <= now) WaitsUntil = null;
        return Holders.Count > 0 || WaitsUntil is not null;
    }
}
