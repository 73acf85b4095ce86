using OrleansVideo.WebFrontend.Administration;

namespace OrleansVideo.Tests.WebFrontend.Administration;

public sealed class AdministrationOptionsTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", "", null)]
    [InlineData("boss", "long enough", null)]
    [InlineData("boss", null, "AdminPassword is not")]
    [InlineData(null, "long enough", "AdminUserName is not")]
    [InlineData("b", "long enough", "AdminUserName must be")]
    [InlineData("boss!", "long enough", "AdminUserName must be")]
    [InlineData("boss", "short", "AdminPassword: ")]
    [InlineData("the-boss", "THE-BOSS", "AdminPassword: ")]
    public void Admin_NeedsBothAndTheRulesForEverybody(string? userName, string? password, string? failure)
    {
        var result = new AdministrationOptionsValidator().Validate(
            null, new AdministrationOptions { AdminUserName = userName, AdminPassword = password });

        if (failure is null) Assert.True(result.Succeeded);
        else Assert.Contains(failure, result.FailureMessage, StringComparison.Ordinal);
        if (password is { Length: > 0 }) Assert.DoesNotContain(password, result.FailureMessage ?? "", StringComparison.Ordinal);
    }
}
