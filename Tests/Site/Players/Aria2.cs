namespace OrleansVideo.Tests.Site.Players;

/// <summary>aria2, which takes a film in pieces over many connections at once.</summary>
internal static class Aria2
{
    public const int Connections = 8;

    public static readonly string[] Options =
    [
        $"-x{Connections}", $"-s{Connections}", "--min-split-size=1M", "--file-allocation=none",
        "--enable-color=false", "--show-console-readout=false",
    ];
}
