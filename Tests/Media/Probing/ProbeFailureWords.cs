using OrleansVideo.Grains.Videos;
using OrleansVideo.Media.Probing;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Media.Probing;

/// <summary>What the site says of a failure.</summary>
internal static class ProbeFailureWords
{
    public static string InEnglish(this ProbeFailure failure) => failure.ToVideoFailure().InEnglish();
}
