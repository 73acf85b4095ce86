using OpenQA.Selenium;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages.WebKit;

/// <summary>What a member does, in a browser of another family.</summary>
[Trait("Needs", "webkit")]
[Trait("Needs", "ffmpeg")]
public sealed class WebKitTests(SharedSite shared) : SiteTest(shared)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Member_RegistersUploadsWatchesCommentsDeletesAndUndoes()
    {
        await using var browser = await WebKitBrowser.StartAsync();
        var driver = browser.Driver;
        await driver.Navigate().GoToUrlAsync(new Uri(Site.Address, "account/register"));
        (await Find("main [name=UserName]")).SendKeys(AccountCalls.FreshName("safari"));
        (await Find("main [name=Password]")).SendKeys(AccountCalls.Password + Keys.Enter);
        await Find("form[action='/account/logout']");

        await driver.Navigate().GoToUrlAsync(new Uri(Site.Address, "userhome"));
        (await Find("input[type=file]")).SendKeys(Film);
        var title = await Find("tr[data-state=ready] a[href^='/watch/']");
        await driver.Navigate().GoToUrlAsync(title.GetAttribute("href")!);

        await Find("video");
        driver.ExecuteScript("const video = document.querySelector('video'); video.muted = true; video.play();");
        await Eventually.True("the film plays", Soon, () => driver.ExecuteScript("return document.querySelector('video').currentTime > 0.3") is true);
        Shoot("watch");

        (await Find("[name=NewComment]")).SendKeys("Seen in WebKit");
        await Click("Post comment");
        await Eventually.True("the comment is there", Soon, () => driver.FindElements(By.CssSelector(".comment-text")) is [var comment] && comment.Text == "Seen in WebKit");

        await Click("Move to trash");
        await Click("Undo");
        await Button("Move to trash");
        await Find("video");
        Shoot("undone");

        Task<IWebElement> Find(string selector) => Shown(By.CssSelector(selector));
        Task<IWebElement> Button(string name) => Shown(By.XPath($"//main//button[starts-with(normalize-space(.), '{name}')]"));
        Task Click(string name) => Eventually.True($"{name} was pressed", Soon, async () => WasPressed(await Button(name)));
        Task<IWebElement> Shown(By which) => Eventually.Get($"{which} is on the page", Soon, () => Task.FromResult(driver.FindElements(which).FirstOrDefault()));
        void Shoot(string name) => driver.GetScreenshot().SaveAsFile(Repository.Artifact("screenshots", $"webkit-{name}.png"));
    }

    /// <summary>Where the page scrolls under it, the driver says so and presses nothing.</summary>
    private static bool WasPressed(IWebElement button)
    {
        try
        {
            button.Click();
            return true;
        }
        catch (ElementNotInteractableException)
        {
            return false;
        }
    }
}
