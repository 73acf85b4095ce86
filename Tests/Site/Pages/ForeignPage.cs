using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages;

/// <summary>A page of another site: to a browser <c>localhost</c> is another one than <c>127.0.0.1</c>.</summary>
internal sealed class ForeignPage : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ForeignPage(string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        Address = $"http://localhost:{FreePort.Next()}/";
        builder.WebHost.UseUrls(Address);
        _app = builder.Build();
        _app.MapGet("/", () => Results.Content($"<!DOCTYPE html><title>Elsewhere</title>{body}", "text/html"));
        _app.MapGet("/favicon.ico", () => Results.NoContent());
    }

    public string Address { get; }

    public static async Task<ForeignPage> StartAsync(string body)
    {
        var page = new ForeignPage(body);
        await page._app.StartAsync();
        return page;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
