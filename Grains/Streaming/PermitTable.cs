using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>The permits that are held, by what they are looked for: playback, lease, and how many a viewer or an address has.</summary>
internal sealed class PermitTable
{
    private readonly Dictionary<PlaybackKey, Permit> _byPlayback = [];
    private readonly Dictionary<Guid, Permit> _byId = [];
    private TimeSpan _nothingLapsesBefore = TimeSpan.MaxValue;

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
        OfViewer.Add(permit.Playback.Viewer, 1);
        OfAddress.Add(permit.Address, 1);
        MayLapseAt(permit.HeldUntil);
    }

    /// <summary>Frees a permit.</summary>
    public void Remove(Permit permit)
    {
        if (!_byId.Remove(permit.Id)) return;
        _byPlayback.Remove(permit.Playback);
        OfViewer.Add(permit.Playback.Viewer, -1);
        OfAddress.Add(permit.Address, -1);
    }

    /// <summary>A permit's end may have come nearer: by a holder that let go, or by a wait.</summary>
    public void MayLapseAt(TimeSpan moment)
    {
        if (moment < _nothingLapsesBefore) _nothingLapsesBefore = moment;
    }

    /// <summary>Frees the permits that nobody holds any more. Looks only when there can be any: holds only grow longer.</summary>
    /// <returns>How many.</returns>
    public int Expire(TimeSpan now)
    {
        if (now < _nothingLapsesBefore) return 0;
        var lapsed = _byId.Values.Where(permit => !permit.Prune(now)).ToArray();
        foreach (var permit in lapsed) Remove(permit);
        _nothingLapsesBefore = _byId.Values.Select(permit => permit.HeldUntil).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        return lapsed.Length;
    }
}
