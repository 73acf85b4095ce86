using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>What somebody does, and sees, on the page of their own videos.</summary>
public static class Managing
{
    private static readonly LocatorAssertionsToHaveCountOptions Soon = new() { Timeout = 60_000 };

    /// <summary>The browser of a member who is signed in already opens the page of their videos.</summary>
    public static async Task<Visit> VisitHome(this Chromium chromium, SiteClient member, string name, bool script = true)
    {
        var visit = await chromium.Visit(member.Site, name, script);
        await visit.SignInAs(member);
        await visit.Page.GotoAsync("/userhome");
        return visit;
    }

    /// <summary>Gives the browser a member's session.</summary>
    public static Task SignInAs(this Visit visit, SiteClient member) =>
        visit.Page.Context.AddCookiesAsync(member.Cookies.GetCookies(member.Site).Select(cookie =>
            new Cookie { Name = cookie.Name, Value = cookie.Value, Url = member.Site.ToString() }));

    /// <summary>The rows of the lists whose video is in the state.</summary>
    public static ILocator Rows(this Visit visit, string state) => visit.Page.Locator($"tr[data-state='{state}']");

    /// <summary>The row of one video.</summary>
    public static ILocator Row(this Visit visit, string id) => visit.Page.Locator($"#video-{id}");

    public static Task ShowsRows(this Visit visit, string state, int count) => Assertions.Expect(visit.Rows(state)).ToHaveCountAsync(count, Soon);

    /// <summary>The file's place in the queue of uploads.</summary>
    public static ILocator Upload(this Visit visit, string fileName) =>
        visit.Page.Locator(".upload-row", new PageLocatorOptions { HasText = fileName });

    /// <summary>Waits until the file's upload has come to the state.</summary>
    public static Task UploadBecomes(this Visit visit, string fileName, string state) =>
        Assertions.Expect(visit.Page.Locator($".upload-row[data-state='{state}']", new PageLocatorOptions { HasText = fileName })).ToHaveCountAsync(1, Soon);

    /// <summary>What the page says at its edge, with what can be done about it.</summary>
    public static ILocator Toast(this Visit visit, string words) => visit.Page.Locator(".toast", new PageLocatorOptions { HasText = words });

    public static ILocator Button(this ILocator place, string name) => place.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name });

    /// <summary>Waits until the element has the keyboard's focus.</summary>
    public static Task HasFocus(this ILocator element) =>
        Assertions.Expect(element).ToBeFocusedAsync(new LocatorAssertionsToBeFocusedOptions { Timeout = 20_000 });

    public static FilePayload AsPayload(this byte[] bytes, string name, string type = "video/mp4") =>
        new() { Name = name, MimeType = type, Buffer = bytes };

    /// <summary>From now on the browser sends so many bytes a second at most; -1 for as many as it can.</summary>
    public static async Task ThrottleUpload(this ICDPSession line, double bytesPerSecond) =>
        await line.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false,
            ["latency"] = 0,
            ["downloadThroughput"] = -1,
            ["uploadThroughput"] = bytesPerSecond,
        });
}
