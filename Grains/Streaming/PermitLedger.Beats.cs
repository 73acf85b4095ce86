using OrleansVideo.Streaming;

namespace OrleansVideo.Grains.Streaming;

/// <summary>What watch pages say by way of frontends that may not be those that serve their playbacks.</summary>
internal sealed partial class PermitLedger
{
    /// <summary>Adds the frontend to the token that the playback holds; null when it holds none. Nothing is granted.</summary>
    public StreamLease? Join(AcquireStream request, TimeSpan now)
    {
        if (!_byPlayback.TryGetValue(request.Playback, out var held)) return null;
        held.HasLeft = false;
        held.WaitsUntil = null;
        held.Holders[request.Frontend] = now + limits.LeaseLife;
        return new StreamLease(held.Id, limits.LeaseLife, IsNew: false);
    }

    /// <summary>
    /// The viewer has left. The token is its holders' until they let go, as bytes may still flow under it: they ask with
    /// <see cref="Departed"/>. A new request or beat of the playback takes the word back.
    /// </summary>
    public void Leave(PlaybackKey playback)
    {
        if (_byPlayback.TryGetValue(playback, out var held)) held.HasLeft = true;
    }

    /// <summary>Those of the leases whose viewers have left.</summary>
    public IReadOnlyList<Guid> Departed(IReadOnlyList<Guid> leases) =>
        [.. leases.Where(lease => _byId.TryGetValue(lease, out var permit) && permit.HasLeft)];

    private void ComesBack(PlaybackKey playback)
    {
        if (_byPlayback.TryGetValue(playback, out var held)) held.HasLeft = false;
    }
}
