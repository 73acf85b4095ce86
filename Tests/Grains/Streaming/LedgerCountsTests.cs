using OrleansVideo.Grains.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

public sealed class LedgerCountsTests
{
    [Fact]
    public void Refusals_AreCountedByRule()
    {
        var counts = new LedgerCounts();
        counts.Refuse(RefusalCode.StreamsExhausted);
        counts.Refuse(RefusalCode.ViewerLimit);
        counts.Refuse(RefusalCode.StreamsExhausted);

        Assert.Equal((2L, 1L, 2), (counts.Refused[RefusalCode.StreamsExhausted], counts.Refused[RefusalCode.ViewerLimit], counts.Refused.Count));
    }

    [Fact]
    public void Copy_IsTheSame_AndStaysWhatItWas()
    {
        var counts = new LedgerCounts { Granted = 1, Expired = 2, Recovered = 3, Revoked = 4 };
        counts.Refuse(RefusalCode.ViewerLimit);
        var copy = new LedgerCounts();
        copy.CopyFrom(counts);
        counts.Refuse(RefusalCode.ViewerLimit);
        counts.Granted++;

        Assert.Equal((1L, 2L, 3L, 4L, 1L), (copy.Granted, copy.Expired, copy.Recovered, copy.Revoked, copy.Refused[RefusalCode.ViewerLimit]));
    }
}
