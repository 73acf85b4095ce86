using System.Net;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.Tests.WebFrontend.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Administration;

/// <summary>How a fresh site gets its admin, over restarts of the real process.</summary>
public sealed class FirstAdminTests
{
    [Fact]
    public async Task ConfiguredName_ThatIsAStrangers_MakesNoAdminAndSessionsOutliveTheRestart()
    {
        await using var first = await SiteProcess.StartAsync([]);
        using var stranger = new SiteClient(first.Address);
        (await stranger.Register("boss")).Expect(201);
        var code = Path.Combine(first.DataDirectory, "setup-code");
        PrivateFile.Check(code);
        Assert.Contains(code, first.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain((await File.ReadAllTextAsync(code, TestContext.Current.CancellationToken)).Trim(), first.Log.Text, StringComparison.Ordinal);
        await first.Stop();

        await using var second = await SiteProcess.StartAsync(
            new SiteSettings().With("Administration:AdminUserName", "boss").With("Administration:AdminPassword", "owner's own phrase"),
            first.DataDirectory);

        using var same = new SiteClient(second.Address);
        foreach (Cookie cookie in stranger.Cookies.GetAllCookies()) same.Cookies.Add(second.Address, new Cookie(cookie.Name, cookie.Value, "/"));
        Assert.Empty((await same.Me()).Json.GetProperty("roles").EnumerateArray());
        (await same.SignIn("boss", "owner's own phrase")).Expect(401, "credentials-wrong");
        Assert.Contains("boss is an account without the role admin", second.Log.Text, StringComparison.Ordinal);
        Assert.True(File.Exists(code));
    }

    [Fact]
    public async Task HalfAConfiguredAdmin_StopsTheStartAndNamesTheKey()
    {
        var (exitCode, output) = await SiteProcess.StartRefusedAsync(new SiteSettings().With("Administration:AdminUserName", "boss"));

        Assert.Equal(1, exitCode);
        Assert.Contains("OrleansVideo:Administration:AdminPassword", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
