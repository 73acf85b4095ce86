using System.Collections.Concurrent;
using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>One visitor in a browser, who notes whatever the browser complains about.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _name;
    private readonly ConcurrentQueue<string> _complaints = new();
    private int _shots;

    public Visit(IBrowserContext context, IPage page, string name)
    {
        (_context, Page, _name) = (context, page, name);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _complaints.Enqueue("uncaught: " + error);
        page.Response += (_, response) =>
        {
            if (response.Status >= 500) _complaints.Enqueue($"{response.Status} {response.Request.Method} {response.Url}");
        };
    }

    public IPage Page { get; }

    public ILocator Field(string name) => Page.Locator($"main [name$='{name}']");

    public ILocator Button(string name) => Page.Locator("main").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name });

    /// <summary>A new member, registered by the form.</summary>
    public async Task Register()
    {
        await Page.GotoAsync("/account/register");
        await Field("UserName").FillAsync(AccountCalls.FreshName("visitor"));
        await Field("Password").FillAsync(AccountCalls.Password);
        await Shoot("register");
        await Button("Create account").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" })).ToBeVisibleAsync();
    }

    /// <summary>
    /// Keeps a picture of the page below <c>artifacts/screenshots</c>. On a busy machine the browser now and then has no frame
    /// to give while a video plays: it is asked again.
    /// </summary>
    public Task Shoot(string step)
    {
        var path = Repository.Artifact("screenshots", $"{_name}-{++_shots:00}-{step}.png");
        return Eventually.True($"the browser gives the picture {step}", TimeSpan.FromSeconds(30), async () =>
        {
            try
            {
                await Page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
                return true;
            }
            catch (PlaywrightException e) when (e.Message.Contains("Unable to capture screenshot", StringComparison.Ordinal))
            {
                return false;
            }
        });
    }

    /// <summary>No script failed, no policy was violated, no request met an error of the site.</summary>
    /// <param name="refusals">Statuses of refusals that belong to the visit: the browser notes each.</param>
    public void AssertNoComplaint(params int[] refusals) =>
        Assert.DoesNotContain(_complaints, complaint => !refusals.Any(status => complaint.Contains($"a status of {status}", StringComparison.Ordinal)));

    /// <summary>As <see cref="AssertNoComplaint(int[])"/>, where the test itself caused what the browser words like this.</summary>
    public void AssertNoComplaint(string expected) =>
        Assert.DoesNotContain(_complaints, complaint => !complaint.Contains(expected, StringComparison.Ordinal));

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
