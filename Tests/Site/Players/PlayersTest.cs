using System.Diagnostics;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Operations;

namespace OrleansVideo.Tests.Site.Players;

/// <summary>
/// Runs programs in a folder of the test's own, which is their home as well: whoever runs the tests may have settings and a proxy.
/// </summary>
public abstract class PlayersTest(PlayersSite house) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    protected PlayersSite House => house;

    protected TemporaryFolder Folder { get; } = new();

    /// <summary>What the program wrote; fails when it ends with anything but 0, or not in time.</summary>
    protected async Task<string> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder.Path };
        foreach (var variable in start.Environment.Keys.Where(IsPersonal).ToArray())
            start.Environment.Remove(variable);
        start.Environment["HOME"] = Folder.Path;
        var (exitCode, words) = await Tool.Run(start, Limit);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}: {words}");
        return words;
    }

    /// <summary>What a program asked for at this address, once all of it has been answered.</summary>
    protected Task<FilmRequests> RequestsFor(string address) => FilmRequests.Ended(house.Site.Log, address);

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static bool IsPersonal(string variable) =>
        variable.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) || variable.StartsWith("XDG_", StringComparison.Ordinal);
}
