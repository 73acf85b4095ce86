using Microsoft.Extensions.Configuration;
using OrleansVideo.WebFrontend.Tiers;

namespace OrleansVideo.Tests.WebFrontend.Tiers;

public sealed class TierOptionsTests
{
    [Theory]
    [InlineData("pages", FrontendRoles.Pages)]
    [InlineData(" Streaming ", FrontendRoles.Streaming)]
    [InlineData("streaming,pages,", FrontendRoles.Both)]
    [InlineData("pages,pages", FrontendRoles.Pages)]
    public void Roles_AreWordsInAnyCaseAndOrder(string list, FrontendRoles expected)
    {
        Assert.True(RoleList.TryParse(list, out var roles, out _));
        Assert.Equal(expected, roles);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("pages;streaming")]
    [InlineData("pages,admin")]
    public void Roles_ThatAreNone_AreRefusedByTheirKey(string list)
    {
        var refused = new RolesOptionsValidator(Settings("Cluster")).Validate(null, new RolesOptions { Roles = list });

        Assert.True(refused.Failed);
        Assert.StartsWith("OrleansVideo:Roles ", refused.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "pages", true)]
    [InlineData("Embedded", "streaming", true)]
    [InlineData("Embedded", "streaming,pages", false)]
    [InlineData("cluster", "pages", false)]
    public void HalfASite_IsRefusedInEmbeddedMode(string? mode, string roles, bool isRefused) =>
        Assert.Equal(isRefused, new RolesOptionsValidator(Settings(mode)).Validate(null, new RolesOptions { Roles = roles }).Failed);

    [Theory]
    [InlineData("pages", "", true)]
    [InlineData("pages", " , ", true)]
    [InlineData("pages", "http://10.0.0.7:5000", false)]
    [InlineData("pages", "http://a:1, https://b ,http://[::1]:5000", false)]
    [InlineData("streaming", "", false)]
    [InlineData("streaming", "http://a:1", true)]
    [InlineData(null, "", false)]
    [InlineData(null, "http://a:1", true)]
    [InlineData("pages", "10.0.0.7:5000", true)]
    [InlineData("pages", "/videos", true)]
    [InlineData("pages", "ftp://a", true)]
    [InlineData("pages", "http://", true)]
    [InlineData("pages", "http://a/x", true)]
    [InlineData("pages", "http://a?x", true)]
    [InlineData("pages", "http://a:99999", true)]
    [InlineData("pages", "http://a:1;http://b:2", true)]
    public void Address_IsThereExactlyWhenItIsNeeded(string? roles, string address, bool isRefused)
    {
        var result = new StreamingTierOptionsValidator(Settings("Cluster", roles)).Validate(null, new StreamingTierOptions { Address = address });

        Assert.Equal(isRefused, result.Failed);
        if (isRefused) Assert.StartsWith("OrleansVideo:StreamingTier:Address ", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_WithAPassword_IsRefusedWithoutShowingIt()
    {
        var refused = new StreamingTierOptionsValidator(Settings("Cluster", "pages"))
            .Validate(null, new StreamingTierOptions { Address = "http://ada:s3cret@a:1" });

        Assert.Contains("'a:1'", refused.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_NamedTwice_IsOne()
    {
        Assert.True(TierAddresses.TryParse("http://a:1,http://A:1/,http://b:1", out var addresses, out _));
        Assert.Equal(["http://a:1/", "http://b:1/"], addresses.Select(address => address.ToString()));
    }

    private static IConfiguration Settings(string? mode, string? roles = null) => new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?> { ["OrleansVideo:Cluster:Mode"] = mode, ["OrleansVideo:Roles"] = roles }).Build();
}
