namespace OrleansVideo.Videos;

/// <summary>Stateless worker that looks into a new file on the silo where it is asked.</summary>
[Alias("IMediaProbeGrain"), GrainInterfaceType("media-probe")]
public interface IMediaProbeGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// As <see cref="ProbeFile"/>, for upload grains of the release before, which know no accounts here; the release after has it no more.
    /// </summary>
    [Alias("Probe"), ResponseTimeout("00:02:00")]
    Task<ProbeReport> Probe(Guid videoId);

    /// <summary>
    /// Reads the video's file, one at a time of each account. A file that is not there is a failure in words, not an exception.
    /// </summary>
    /// <param name="videoId">The video.</param>
    /// <param name="ownerId">The account whose turn it takes.</param>
    [Alias("ProbeFile"), ResponseTimeout("00:10:00")]
    Task<ProbeReport> ProbeFile(Guid videoId, Guid ownerId);
}
