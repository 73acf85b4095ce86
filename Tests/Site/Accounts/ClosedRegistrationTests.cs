using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Accounts;

/// <summary>A site that takes no new accounts offers none anywhere, and refuses who asks all the same.</summary>
public sealed class ClosedRegistrationTests
{
    [Fact]
    public async Task Registration_ThatIsClosed_IsNotOffered_AndRefused()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Accounts:AllowRegistration", "false"));
        using var visitor = site.NewGuest();

        foreach (var page in new[] { "/", "/account/login", "/account/register?returnUrl=%2Fwatch" })
        {
            var text = (await visitor.Get(page, ("Accept", "text/html"))).Expect(200).Text;
            Assert.Contains("href=\"/account/login", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("href=\"/account/register", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Upload the first one", text, StringComparison.Ordinal);
        }

        Assert.Contains("takes no new accounts", (await visitor.Get("/account/register")).Text, StringComparison.Ordinal);
        (await visitor.Register(AccountCalls.FreshName("late"))).Expect(403, "registration-closed");
        (await visitor.Get("/api/v1/users/me")).Expect(401);

        using var admin = await site.Admin();
        Assert.Contains("Upload the first one", (await admin.Get("/", ("Accept", "text/html"))).Expect(200).Text, StringComparison.Ordinal);
    }
}
