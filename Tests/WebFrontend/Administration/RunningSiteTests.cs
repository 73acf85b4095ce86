using OrleansVideo.WebFrontend.Administration;

namespace OrleansVideo.Tests.WebFrontend.Administration;

public sealed class RunningSiteTests
{
    [Theory]
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("1.0.0+abc", "1.0.0+abc")]
    [InlineData("1.0.0-rc.1+0123456789abcdef0123456789abcdef01234567", "1.0.0-rc.1+0123456789ab")]
    public void Version_HasAsMuchOfTheCommitAsFindsIt(string version, string shown) => Assert.Equal(shown, RunningSite.Short(version));
}
