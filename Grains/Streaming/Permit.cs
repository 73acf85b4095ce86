using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>One token that is held: by one playback, on behalf of which one frontend or several serve.</summary>
/// <param name="id">Random id: the lease.</param>
/// <param name="playback">Who watches what.</param>
/// <param name="address">The viewer's network address.</param>
/// <param name="since">Since when, on the ledger's own clock.</param>
internal sealed class Permit(Guid id, PlaybackKey playback, string address, TimeSpan since)
{
    private readonly List<Holder> _holders = new(1);

    /// <summary>Random id: the lease.</summary>
    public Guid Id { get; } = id;

    /// <summary>Who watches what.</summary>
    public PlaybackKey Playback { get; } = playback;

    /// <summary>The viewer's network address.</summary>
    public string Address { get; } = address;

    /// <summary>Since when, on the ledger's own clock.</summary>
    public TimeSpan Since { get; } = since;

    /// <summary>The frontends that hold it. The permit is free when none is left and it does not wait.</summary>
    public IReadOnlyList<Holder> Holders => _holders;

    /// <summary>The number of the message that it was granted to; 0 for one taken over.</summary>
    public long GrantedTo { get; init; }

    /// <summary>Whether the viewer has left, and the holders may let go.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Whether it was taken back, and still counts until its holders have let go.</summary>
    public bool IsRevoked { get; set; }

    /// <summary>
    /// Until when the permit waits, without a holder, for its playback to turn up at another frontend; null when it does not.
    /// </summary>
    public TimeSpan? WaitsUntil { get; set; }

    /// <summary>Until when the permit is held if nobody says more.</summary>
    public TimeSpan HeldUntil
    {
        get
        {
            var last = WaitsUntil ?? TimeSpan.MinValue;
            foreach (var holder in _holders) // Not a query: asked often, and of many.
            {
                if (holder.Until > last) last = holder.Until;
            }

            return last;
        }
    }

    /// <summary>Bytes that its holders had sent at their last heartbeats.</summary>
    public long BytesSent
    {
        get
        {
            var sum = 0L;
            foreach (var holder in _holders) sum += holder.BytesSent;
            return sum;
        }
    }

    /// <summary>When the table looks next whether it is still held: never after <see cref="HeldUntil"/>, but before it as holds grow longer.</summary>
    public TimeSpan NextLook { get; set; } = TimeSpan.MaxValue;

    /// <summary>The frontend's hold; null when it has none.</summary>
    public Holder? HolderOf(Guid frontend)
    {
        foreach (var holder in _holders)
        {
            if (holder.Frontend == frontend) return holder;
        }

        return null;
    }

    /// <summary>The frontend holds it, from this message on.</summary>
    /// <returns>Its hold.</returns>
    public Holder Hold(Guid frontend, long number, TimeSpan until)
    {
        if (HolderOf(frontend) is not { } holder) _holders.Add(holder = new Holder(frontend));
        (holder.Number, holder.Until) = (number, until);
        WaitsUntil = null;
        return holder;
    }

    /// <summary>The frontend lets go.</summary>
    /// <returns>What its hold was; null when it had none.</returns>
    public Holder? Drop(Guid frontend)
    {
        if (HolderOf(frontend) is not { } holder) return null;
        _holders.Remove(holder);
        return holder;
    }

    /// <summary>Drops what is over.</summary>
    /// <returns>Whether anything is left that holds the permit.</returns>
    public bool Prune(TimeSpan now)
    {
        _holders.RemoveAll(holder => holder.Until <= now);
        if (WaitsUntil <= now) WaitsUntil = null;
        return _holders.Count > 0 || WaitsUntil is not null;
    }
}
