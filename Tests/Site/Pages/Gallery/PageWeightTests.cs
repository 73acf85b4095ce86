using System.Collections.Concurrent;
using Microsoft.Playwright;
using IRequest = Microsoft.Playwright.IRequest;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>What a first visit costs the reader's line: all that is sent, compressed as it is sent, but no video.</summary>
[Collection(GalleryCollection.Name)]
[Trait("Needs", "chromium, ffmpeg")]
public sealed class PageWeightTests(GallerySite house, ITestOutputHelper output)
{
    private const int Kilobyte = 1000;

    [Theory]
    [InlineData("home", 150)]
    [InlineData("watch", 250)]
    public async Task Page_OnAFirstVisit_IsLight(string name, int most)
    {
        var page = GalleryPages.Of(name);
        await using var window = await house.Windows.Fresh(page, GalleryLook.All[0]);
        var tab = await window.NewPageAsync();
        var answers = new ConcurrentQueue<IRequest>();
        tab.RequestFinished += (_, request) => answers.Enqueue(request);

        await tab.GotoAsync(house.Content.PathOf(page.Path), new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        var weights = await Task.WhenAll(answers.Select(Weight));
        foreach (var (path, bytes) in weights.OrderByDescending(weight => weight.Bytes)) output.WriteLine($"{bytes,8:N0} {path}");
        var sum = weights.Sum(weight => weight.Bytes);
        output.WriteLine($"{sum,8:N0} {name}");
        Assert.Contains(weights, weight => weight.Path.EndsWith(".css", StringComparison.Ordinal) && weight.Bytes > 0);
        Assert.InRange(sum, 1, (most * Kilobyte) - 1);
    }

    private static async Task<(string Path, int Bytes)> Weight(IRequest request)
    {
        var path = new Uri(request.Url).AbsolutePath;
        if (path.StartsWith("/videos/", StringComparison.Ordinal)) return (path, 0);
        var sizes = await request.SizesAsync();
        return (path, sizes.ResponseHeadersSize + sizes.ResponseBodySize);
    }
}
