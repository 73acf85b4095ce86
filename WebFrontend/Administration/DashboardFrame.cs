using System.Text;
using Microsoft.Extensions.Localization;
using OrleansVideo.WebFrontend.Localization;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>Gives the dashboard's one page, on its way out, the site's navigation and colours; its scripts and data pass as they are.</summary>
/// <param name="texts">The site's texts.</param>
internal sealed class DashboardFrame(IStringLocalizer<SiteText> texts) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        // Without a slash at its end the package redirects.
        if (!DashboardGuard.IsPage(http) || !http.Request.Path.Value!.EndsWith('/')) return await next(context);

        http.Request.Headers.AcceptEncoding = default; // It would be packed, and there is a place to find in it.
        return await next(context) is IResult page
            ? Results.Content(DashboardPage.Frame(await ReadAsync(page, http), texts), "text/html", Encoding.UTF8)
            : throw new InvalidOperationException("The dashboard's page is no result.");
    }

    /// <summary>What a result would have written; what it said of length and version no longer holds.</summary>
    private static async Task<string> ReadAsync(IResult page, HttpContext http)
    {
        var body = http.Response.Body;
        using var written = new MemoryStream();
        http.Response.Body = written;
        try
        {
            await page.ExecuteAsync(http);
        }
        finally
        {
            http.Response.Body = body;
        }

        http.Response.ContentLength = null;
        http.Response.Headers.ETag = default;
        return Encoding.UTF8.GetString(written.ToArray());
    }
}
