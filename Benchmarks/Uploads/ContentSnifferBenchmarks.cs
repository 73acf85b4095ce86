using BenchmarkDotNet.Attributes;
using OrleansVideo.Media.Sniffing;

namespace OrleansVideo.Benchmarks.Uploads;

/// <summary>What the look at an upload's first bytes costs: for an MP4, and for bytes of nothing.</summary>
public class ContentSnifferBenchmarks
{
    private readonly byte[] _mp4 = new byte[ContentSniffer.HeadBytes];
    private readonly byte[] _noise = new byte[ContentSniffer.HeadBytes];

    /// <summary>Makes the bytes.</summary>
    [GlobalSetup]
    public void Fill()
    {
        new byte[] { 0, 0, 0, 16, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'i', (byte)'s', (byte)'o', (byte)'m' }.CopyTo(_mp4, 0);
        new Random(1).NextBytes(_noise);
    }

    /// <summary>An MP4's head.</summary>
    [Benchmark]
    public bool Mp4() => ContentSniffer.Sniff(_mp4) is not null;

    /// <summary>Bytes of no container.</summary>
    [Benchmark]
    public bool Noise() => ContentSniffer.Sniff(_noise) is not null;
}
