using Orleans.Concurrency;
using OrleansVideo.Videos;

namespace OrleansVideo.Grains.Videos;

/// <summary>Looks into a new file on the silo where it is asked. Which goes first is the queue's affair.</summary>
[GrainType("media-probe"), StatelessWorker(1), Reentrant]
internal sealed class MediaProbeGrain(ProbeQueue probes) : Grain, IMediaProbeGrain
{
    public Task<ProbeReport> Probe(Guid videoId) => probes.Probe(videoId, ownerId: videoId);

    public Task<ProbeReport> ProbeFile(Guid videoId, Guid ownerId) => probes.Probe(videoId, ownerId);
}
