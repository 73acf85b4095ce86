using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
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

    /// <summary>The same letters, composed and not, and of full width as some keyboards type them.</summary>
    [Theory]
    [InlineData("caf\u00e9 au lait", "cafe\u0301 au lait")]
    [InlineData("pass1234", "\uff50\uff41\uff53\uff53\uff11\uff12\uff13\uff14")]
    public void Password_IsComparedInOneUnicodeForm(string one, string other)
    {
        var hasher = new UnicodePasswordHasher(Options.Create(new PasswordHasherOptions()));
        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(null!, hasher.HashPassword(null!, one), other));
        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(null!, hasher.HashPassword(null!, other), one));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword(null!, hasher.HashPassword(null!, one), "another one"));

        // What a release before this one stored.
        var asItCame = new PasswordHasher<object>().HashPassword(this, other);
        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(null!, asItCame, other));
    }

    [Fact]
    public void Password_ThatIsNoText_IsAsGoodAsAnother()
    {
        var hasher = new UnicodePasswordHasher(Options.Create(new PasswordHasherOptions()));
        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(null!, hasher.HashPassword(null!, "half \ud83d of it"), "half \ud83d of it"));
    }

    [Theory]
    [InlineData("root"), InlineData("System"), InlineData("EXPIRY"), InlineData("admin"), InlineData("..."), InlineData("-_.")]
    public void Name_ThatSpeaksForTheSite_IsReserved(string name) => Assert.True(UserName.IsValid(name) && UserName.IsReserved(name));

    [Theory]
    [InlineData("ada"), InlineData("rooted"), InlineData("system7"), InlineData("a.."), InlineData("_0_")]
    public void Name_OfSomebody_IsNot(string name) => Assert.False(UserName.IsReserved(name));

    /// <summary>W5: what travels with a password never shows it.</summary>
    [Fact]
    public void Password_IsInNoText()
    {
        Assert.DoesNotContain("s3cret", new CredentialsJson("ada", "s3cret").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", new PasswordChangeJson("s3cret", "s3cret").ToString(), StringComparison.Ordinal);
    }
}
