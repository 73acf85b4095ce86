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
