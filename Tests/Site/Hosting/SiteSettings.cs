namespace OrleansVideo.Tests.Site.Hosting;

/// <summary>Options of a site under test, by their keys below <c>OrleansVideo:</c>.</summary>
public sealed class SiteSettings : Dictionary<string, string>
{
    public const string AdminName = "site-admin";
    public const string AdminPassword = "correct horse battery 1!";

    /// <summary>Short times and wide limits, so that tests neither wait for nor disturb each other.</summary>
    public static SiteSettings Roomy => new()
    {
        ["Administration:AdminUserName"] = AdminName,
        ["Administration:AdminPassword"] = AdminPassword,
        ["Streaming:MaxStreams"] = "100000",
        ["Streaming:MaxStreamsPerViewer"] = "1000",
        ["Streaming:MaxStreamsPerAddress"] = "100000",
        ["Streaming:Linger"] = "00:00:01",
        ["Accounts:LockoutTime"] = "00:00:08",
        ["Uploads:MaxConcurrentPerUser"] = "20",
    };

    /// <summary>The settings as a process's environment has them.</summary>
    public IEnumerable<(string Name, string Value)> Environment =>
        this.Select(setting => ("OrleansVideo__" + setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value));

    /// <summary>The same settings with one more.</summary>
    public SiteSettings With(string key, string value)
    {
        this[key] = value;
        return this;
    }
}
