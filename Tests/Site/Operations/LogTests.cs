using System.Text.Json;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Operations;

/// <summary>The log is read by machines, too.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task Log_AsJson_HasOneObjectALineWithItsNumber()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.WithVariable("Logging__Console__FormatterName", "json"));
        Assert.Equal(0, await site.Stop());

        var lines = site.Log.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        Assert.Contains(lines, line => line.GetProperty("EventId").GetInt32() == 3020
            && line.GetProperty("State").GetProperty("UserName").GetString() == SiteSettings.AdminName);
    }
}
