using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.Site.Pages;

namespace OrleansVideo.Tests.WebFrontend.Security;

/// <summary>The two tools that are not ours run under policies that allow what they need and no more.</summary>
public sealed class ToolPageTests(SharedSite shared, Chromium chromium) : SiteTest(shared), IClassFixture<Chromium>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 30_000 };

    [Fact]
    public async Task Dashboard_RunsInAnAdminsBrowserWithoutComplaint()
    {
        await using var visit = await chromium.Visit(Site.Address, "orleans-dashboard");
        await visit.Page.GotoAsync("/admin/orleans");
        await visit.Field("UserName").FillAsync(SiteSettings.AdminName);
        await visit.Field("Password").FillAsync(SiteSettings.AdminPassword);
        await visit.Page.Locator("main button[type=submit]").ClickAsync();

        await Assertions.Expect(visit.Page.GetByText("Total Activations")).ToBeVisibleAsync(Soon);
        await Assertions.Expect(visit.Page.Locator("body")).ToHaveAttributeAsync("data-bs-theme", "light"); // As this browser prefers.
        await visit.Shoot("overview");
        await visit.Page.SetViewportSizeAsync(390, 800);
        await Eventually.True("it fits a phone", TimeSpan.FromSeconds(30), async () =>
            await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") == 390);
        await visit.Shoot("phone");
        var places = visit.Page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Administration" });
        await Assertions.Expect(places.Locator("[aria-current=page]")).ToHaveTextAsync("Grains and silos");
        await places.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Overview" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The site at a glance")).ToBeVisibleAsync(Soon);
        visit.AssertNoComplaint();
    }

    [Fact]
    public async Task Reference_RunsWithoutComplaintAndAsksNobodyElse()
    {
        await using var visit = await chromium.Visit(Site.Address, "reference");
        var elsewhere = new List<string>();
        visit.Page.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal) && !Site.Address.IsBaseOf(new Uri(request.Url))) elsewhere.Add(request.Url);
        };
        await visit.Page.GotoAsync("/scalar/");

        await Assertions.Expect(visit.Page.GetByText("Create an account and sign in").First).ToBeVisibleAsync(Soon);
        await visit.Shoot("reference");
        Assert.Empty(elsewhere);
        visit.AssertNoComplaint();
    }
}
