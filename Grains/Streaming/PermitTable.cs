using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>The permits that are held, by what they are looked for: playback, lease, and how many a viewer or an address has.</summary>
internal sealed class PermitTable
{
    /// <summary>Looks that may be stale, beside as many as there are permits, before they are thrown away.</summary>
    private const int Spare = 1024;

    private readonly Dictionary<PlaybackKey, Permit> _byPlayback = [];
    private readonly Dictionary<Guid, Permit> _byId = [];
    private readonly PriorityQueue<Guid, TimeSpan> _looks = new();

    /// <summary>Permits held, those included whose holders may have fallen silent since the last look.</summary>
    public int Count => _byId.Count;

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Permit> All => _byId.Values;

    /// <summary>Permits of each viewer.</summary>
    public Tally OfViewer { get; } = new();

    /// <summary>Permits of each address.</summary>
    public Tally OfAddress { get; } = new();

    /// <summary>The permit of a playback; null when it has none.</summary>
    public Permit? Of(PlaybackKey playback) => _byPlayback.GetValueOrDefault(playback);

    /// <summary>The permit with this lease; null when there is none.</summary>
    public Permit? Of(Guid lease) => _byId.GetValueOrDefault(lease);

    /// <summary>Takes a permit in.</summary>
    public void Add(Permit permit)
    {
        _byPlayback.Add(permit.Playback, permit);
        _byId.Add(permit.Id, permit);
        OfViewer.Add(permit.Playback.CountedAs, 1);
        OfAddress.Add(permit.Address, 1);
        MayLapse(permit);
    }

    /// <summary>Frees a permit.</summary>
    public void Remove(Permit permit)
    {
        if (!_byId.Remove(permit.Id)) return;
        _byPlayback.Remove(permit.Playback);
        OfViewer.Add(permit.Playback.CountedAs, -1);
        OfAddress.Add(permit.Address, -1);
    }

    /// <summary>The permit's end is known, or may have come nearer: by a holder that let go, or by a wait.</summary>
    public void MayLapse(Permit permit)
    {
        if (permit.HeldUntil >= permit.NextLook) return;
        permit.NextLook = permit.HeldUntil;
        _looks.Enqueue(permit.Id, permit.NextLook);
        if (_looks.Count > 2 * Count + Spare) ForgetStale();
    }

    /// <summary>
    /// Frees the permits that nobody holds any more. Holds only grow longer, so each permit is looked at once in a lease
    /// life; never all at once, however many frontends fall silent one after the other.
    /// </summary>
    /// <returns>How many.</returns>
    public int Expire(TimeSpan now)
    {
        var lapsed = 0;
        while (_looks.TryPeek(out var lease, out var moment) && moment <= now)
        {
            _looks.Dequeue();
            if (Of(lease) is not { } permit || permit.NextLook != moment) continue;
            permit.NextLook = TimeSpan.MaxValue;
            if (permit.Prune(now))
            {
                MayLapse(permit);
                continue;
            }

            Remove(permit);
            lapsed++;
        }

        return lapsed;
    }

    /// <summary>Looks at permits that are gone, or at a later moment than is known by now, take room until then.</summary>
    private void ForgetStale()
    {
        _looks.Clear();
        _looks.EnqueueRange(_byId.Values.Select(permit => (permit.Id, permit.NextLook)));
    }
}

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

/// <summary>One frontend's hold on a permit.</summary>
/// <param name="frontend">The process.</param>
internal sealed class Holder(Guid frontend)
{
    /// <summary>The number of a hold that came along from an earlier activation: lower than that of any message.</summary>
    public const long Carried = 0;

    /// <summary>The process.</summary>
    public Guid Frontend { get; } = frontend;

    /// <summary>Until when the hold is valid, on the ledger's own clock.</summary>
    public TimeSpan Until { get; set; }

    /// <summary>The number of the frontend's last message about this permit.</summary>
    public long Number { get; set; }

    /// <summary>Requests open at its last heartbeat.</summary>
    public int Requests { get; set; }

    /// <summary>Bytes it had sent at its last heartbeat.</summary>
    public long BytesSent { get; set; }
}

/// <summary>Counts by name, of which only those that are not zero are kept.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The count of a name.</summary>
    public int this[string name] => _counts.GetValueOrDefault(name);

    /// <summary>Changes a count.</summary>
    public void Add(string name, int change)
    {
        var count = _counts.GetValueOrDefault(name) + change;
        if (count == 0) _counts.Remove(name);
        else _counts[name] = count;
    }
}
