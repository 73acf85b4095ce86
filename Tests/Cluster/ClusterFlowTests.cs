using System.Diagnostics;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.Site.Pages;

namespace OrleansVideo.Tests.Cluster;

/// <summary>Every test of the site that has no need of a process of its own, against a cluster through its proxy: the flows are the same. They take no times, and so may run beside others.</summary>
[Trait("Needs", "PostgreSQL, nginx, ffmpeg, chromium")]
public sealed class ClusterFlowTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>
    /// These look at the process itself: its addresses, its own exporter, that it says nothing of its server (nginx does), that it resets
    /// its own connection (a proxy first hands on the little that it holds, to a client that takes none of it).
    /// </summary>
    private static readonly string[] OfTheProcess = ["MetricsAddressTests", "TraceTests", "HeaderTests", "EnforcementTests"];

    /// <summary>All that is asked over HTTP, and one visit by browser.</summary>
    [Fact]
    public Task FlowsOfTheSite_HoldThroughTheProxy() => Hold(12, type => !IsOfPages(type) || type == typeof(BrowserTests));

    [Fact]
    [Trait("Set", "Long")]
    public Task Pages_HoldThroughTheProxy() => Hold(8, IsOfPages);

    private static bool IsOfPages(Type type) => type.GetInterfaces().Contains(typeof(IClassFixture<Chromium>))
        || type.Namespace!.StartsWith(typeof(BrowserTests).Namespace!, StringComparison.Ordinal);

    private async Task Hold(int least, Func<Type, bool> which)
    {
        await using var cluster = await LocalCluster.UpAsync();
        var classes = typeof(SiteTest).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && UsesSharedSite(type) && which(type) && !OfTheProcess.Contains(type.Name)).Select(type => type.FullName!).ToArray();
        Assert.True(classes.Length >= least, $"Only {classes.Length} classes of tests use the shared site.");

        var (exitCode, words) = await Run(cluster, classes);
        output.WriteLine(words);
        Assert.True(exitCode == 0, words);
        await cluster.Down();
    }

    private static bool UsesSharedSite(Type type) => type.IsSubclassOf(typeof(SiteTest))
        || type.GetInterfaces().Any(used => used == typeof(IClassFixture<PublishedFilm>));

    private static async Task<(int ExitCode, string Words)> Run(LocalCluster cluster, string[] classes)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(ClusterFlowTests).Assembly.Location, "-noLogo", "-noColor", "-maxThreads", "1", "-trait-", "Set=Long", .. classes.SelectMany(name => new[] { "-class", name })])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[SharedSite.AddressVariable] = cluster.Address.ToString();
        start.Environment[SharedSite.DataVariable] = Path.GetDirectoryName(cluster.MediaDirectory)!;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output + await errors);
    }
}
