using OrleansVideo.Grains.Catalog;

namespace OrleansVideo.Tests.Grains.Catalog;

public sealed class KeysetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(long.MaxValue)]
    public void ToCursor_ReadBack_IsTheSame(long key)
    {
        var keyset = new Keyset(key, Guid.NewGuid().ToString("D"));
        Assert.True(Keyset.TryParse(keyset.ToCursor(), out var read));
        Assert.Equal(keyset, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("AAAA")]
    [InlineData("MTox")]
    [InlineData("OmE")]
    [InlineData("' or 1=1 --")]
    public void TryParse_OfAnythingElse_IsFalse(string cursor) => Assert.False(Keyset.TryParse(cursor, out _));

    [Fact]
    public void TryParse_OfAHugeText_IsFalse() => Assert.False(Keyset.TryParse(new string('A', 1_000_000), out _));
}
