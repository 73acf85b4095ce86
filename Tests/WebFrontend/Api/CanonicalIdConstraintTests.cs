using OrleansVideo.WebFrontend.Api;

namespace OrleansVideo.Tests.WebFrontend.Api;

/// <summary>W8: nothing but an id comes near a path.</summary>
public sealed class CanonicalIdConstraintTests
{
    [Theory]
    [InlineData("01a2066e-88f0-7bd2-96a0-800ff6997e19", true)]
    [InlineData("00000000-0000-0000-0000-000000000000", true)]
    [InlineData("01A2066E-88F0-7BD2-96A0-800FF6997E19", false)]
    [InlineData("01a2066e88f07bd296a0800ff6997e19", false)]
    [InlineData("{01a2066e-88f0-7bd2-96a0-800ff6997e19}", false)]
    [InlineData("01a2066e-88f0-7bd2-96a0-800ff6997e1", false)]
    [InlineData("01a2066e-88f0-7bd2-96a0-800ff6997e19 ", false)]
    [InlineData("../../../../../../../../../etc/passwd", false)]
    [InlineData("0x1a2066-88f0-7bd2-96a0-800ff6997e19", false)]
    [InlineData("+1a2066e-88f0-7bd2-96a0-800ff6997e19", false)]
    [InlineData("..", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsCanonical_ForTheOneFormAlone(string? text, bool expected) =>
        Assert.Equal(expected, CanonicalIdConstraint.IsCanonical(text));

    [Fact]
    public void IsCanonical_ForWhateverWeWriteOurselves()
    {
        for (var i = 0; i < 100; i++) Assert.True(CanonicalIdConstraint.IsCanonical(Guid.NewGuid().ToString()));
    }
}
