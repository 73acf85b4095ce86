using System.Text.Encodings.Web;
using Microsoft.Extensions.Localization;
using OrleansVideo.WebFrontend.Localization;
using OrleansVideo.WebFrontend.Pages.Admin;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>The dashboard's page within the site: see decision 14.</summary>
internal static class DashboardPage
{
    /// <summary>The dashboard forbids zooming, which people with weak eyes need.</summary>
    private const string NoZoom = ", maximum-scale=1, user-scalable=no";

    /// <summary>
    /// The page with our style sheet and script in its head (the script chooses the colours before the dashboard's own runs), and our
    /// navigation as the first thing of its body.
    /// </summary>
    /// <param name="page">The page as the dashboard has it.</param>
    /// <param name="texts">The site's texts.</param>
    public static string Frame(string page, IStringLocalizer texts) => page
        .Replace("<html>", "<html lang=\"en\">", StringComparison.Ordinal)
        .Replace(NoZoom, "", StringComparison.Ordinal)
        .Replace("<meta charset=\"utf-8\" />",
            "<meta charset=\"utf-8\" /><link rel=\"stylesheet\" href=\"/assets/dashboard.css\"><script type=\"module\" src=\"/assets/dashboard.js\"></script>",
            StringComparison.Ordinal)
        .Replace("<div id=\"error-message-content\"", Bar(texts) + "<div id=\"error-message-content\"", StringComparison.Ordinal);

    private static string Bar(IStringLocalizer texts) =>
        $"<nav class=\"site-bar\" lang=\"{SiteLanguage.Current.Tag}\" aria-label=\"{Html(texts["Administration"])}\">"
        + "<a class=\"site-bar-name\" href=\"/\"><img src=\"/favicon.svg\" alt=\"\" width=\"28\" height=\"28\">OrleansVideo</a>"
        + string.Concat(AdminPlaces.Of(texts).Select(place => Link(place.Path, place.Name)))
        + "</nav>";

    private static string Link(string path, string name) =>
        $"<a href=\"{path}\"{(path == AdminPlaces.Dashboard ? " aria-current=\"page\"" : "")}>{Html(name)}</a>";

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
