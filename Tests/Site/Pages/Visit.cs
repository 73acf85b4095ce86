using System.Collections.Concurrent;
using Microsoft.Playwright;
using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>One visitor in a browser, who notes whatever the browser complains about.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IAsyncDisposable _window;
    private readonly string _name;
    private readonly ConcurrentQueue<string> _complaints = new();
    private int _shots;

    /// <param name="window">What ends with the visit.</param>
    /// <param name="page">The page.</param>
    /// <param name="name">The first part of the names of its pictures.</param>
    public Visit(IAsyncDisposable window, IPage page, string name)
    {
        (_window, Page, _name) = (window, page, name);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _complaints.Enqueue("uncaught: " + error);
        page.Response += (_, response) =>
        {
            if (response.Status is < 300 or >= 400 && response.Request.IsNavigationRequest && response.Frame == page.MainFrame) Document = response;
            if (response.Status >= 500) _complaints.Enqueue($"a status of {response.Status}: {response.Request.Method} {response.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>The answer that the page was made from.</summary>
    public IResponse? Document { get; private set; }

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

    /// <summary>Keeps a picture of the page below <c>artifacts/screenshots</c>.</summary>
    public Task Shoot(string step) => Page.Shoot($"{_name}-{++_shots:00}-{step}.png");

    /// <summary>No script failed, no policy was violated, no request met an error of the site.</summary>
    /// <param name="refusals">Statuses of refusals that belong to the visit: the browser notes each.</param>
    public void AssertNoComplaint(params int[] refusals) =>
        Assert.DoesNotContain(_complaints, complaint => !refusals.Any(status => complaint.Contains($"a status of {status}", StringComparison.Ordinal)));

    /// <summary>As <see cref="AssertNoComplaint(int[])"/>, where the test itself caused what the browser words like this.</summary>
    public void AssertNoComplaint(string expected) =>
        Assert.DoesNotContain(_complaints, complaint => !complaint.Contains(expected, StringComparison.Ordinal));

    public async ValueTask DisposeAsync() => await _window.DisposeAsync();
}
