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
        ["Uploads:MaxConcurrentPerUser"] = "20",
        ["Network:MaxUnknownIdsPerMinute"] = "100000",
        ["Uploads:MaxDraftsPerUser"] = "100000",
        ["Limits:SignInsPerMinute"] = "0",
        ["Network:MaxConnectionsPerAddress"] = "0",
        ["Limits:RegistrationsPerHour"] = "0",
        ["Limits:CommentsPerMinute"] = "0",
        ["Limits:CommentsPerHour"] = "0",
        ["Limits:DraftsPerMinute"] = "0",
        ["Limits:UploadsPerMinute"] = "0",
        ["Limits:EditsPerMinute"] = "0",
        ["Limits:DeletionsPerMinute"] = "0",
        ["Limits:SessionsPerMinute"] = "0",
        ["Limits:PlaybackPerMinute"] = "0",
        ["Limits:SearchesPerMinute"] = "0",
        ["Limits:SuggestionsPerMinute"] = "0",
        ["Limits:PreferencesPerMinute"] = "0",
        ["Limits:AdministrationPerMinute"] = "0",
        ["Limits:EnvelopesPerMinute"] = "0",
    };

    /// <summary>Where it listens beside its own address.</summary>
    public List<Uri> MoreAddresses { get; } = [];

    /// <summary>How many files and sockets the process may open; null for as many as this one.</summary>
    public int? FileLimit { get; set; }

    /// <summary>Environment variables that are no options of the site, by their full names.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>
    /// All of it as a process's environment has it; connection strings lie beside the site's own section, and the variables have their
    /// own names.
    /// </summary>
    public IEnumerable<(string Name, string Value)> Environment => this
        .Select(setting => (
            (setting.Key.StartsWith("ConnectionStrings:", StringComparison.Ordinal) ? "" : "OrleansVideo__")
            + setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))
        .Concat(Variables.Select(variable => (variable.Key, variable.Value)));

    /// <summary>The same settings with one more environment variable, such as <c>OTEL_SERVICE_NAME</c>.</summary>
    public SiteSettings WithVariable(string name, string value)
    {
        Variables[name] = value;
        return this;
    }

    /// <summary>The same settings with one more.</summary>
    public SiteSettings With(string key, string value)
    {
        this[key] = value;
        return this;
    }
}
