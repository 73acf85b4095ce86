using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.Tests.WebFrontend.Accounts;

public sealed class PasswordRuleTests
{
    [Theory]
    [InlineData("eight ch")]
    [InlineData("correct horse battery staple")]
    [InlineData("пароль-пароль")]
    public void Password_ThatIsLongEnough_NeedsNoSpecialCharacters(string password) => Assert.Null(PasswordRule.Refuse(password, "ada"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("seven77")]
    [InlineData("ada-lovelace")]
    [InlineData("ADA-Lovelace")]
    [InlineData("aaaaaaaaaaaa")]
    public void Password_ThatIsShortOrTheNameOrOneCharacter_IsRefused(string? password) =>
        Assert.NotNull(PasswordRule.Refuse(password, "ada-lovelace"));

    [Fact]
    public void Password_AtItsLongest_IsTakenAndOneMoreRefused()
    {
        var longest = string.Concat(Enumerable.Repeat("ab", PasswordRule.MaxLength / 2));
        Assert.Null(PasswordRule.Refuse(longest, "ada"));
        Assert.NotNull(PasswordRule.Refuse(longest + "a", "ada"));
    }

    /// <summary>W5: what travels with a password never shows it.</summary>
    [Fact]
    public void Password_IsInNoText()
    {
        Assert.DoesNotContain("s3cret", new CredentialsJson("ada", "s3cret").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", new PasswordChangeJson("s3cret", "s3cret").ToString(), StringComparison.Ordinal);
    }
}
