namespace OrleansVideo.Videos;

/// <summary>Stateless worker that looks into a new file on the silo where it is asked, and makes the poster.</summary>
[Alias("IMediaProbeGrain"), GrainInterfaceType("media-probe")]
public interface IMediaProbeGrain : IGrainWithIntegerKey
{
    /// <summary>Reads the video's file. A file that is not there is a failure in words, not an exception.</summary>
    [Alias("Probe"), ResponseTimeout("00:02:00")]
    Task<ProbeReport> Probe(Guid videoId);
}
