using OpenQA.Selenium;

namespace OrleansVideo.Tests.Site.Pages.WebKit;

/// <summary>Whatever browser WebKitWebDriver has at hand, as it comes.</summary>
internal sealed class WebKitOptions : DriverOptions
{
    /// <inheritdoc/>
    public override ICapabilities ToCapabilities() => GenerateDesiredCapabilities(isSpecificationCompliant: true).AsReadOnly();
}
