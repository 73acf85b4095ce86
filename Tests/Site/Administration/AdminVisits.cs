using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.Site.Pages;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>Admins in a browser.</summary>
public static class AdminVisits
{
    /// <summary>The site's admin, signed in by the form.</summary>
    public static async Task<Visit> VisitAsAdmin(this Chromium chromium, Uri site, string name, bool script = true)
    {
        var visit = await chromium.Visit(site, name, script);
        await visit.Page.GotoAsync("/account/login");
        await visit.Field("UserName").FillAsync(SiteSettings.AdminName);
        await visit.Field("Password").FillAsync(SiteSettings.AdminPassword);
        await visit.Button("Sign in").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Administration" })).ToBeVisibleAsync();
        return visit;
    }
}
