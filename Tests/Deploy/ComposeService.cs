namespace OrleansVideo.Tests.Deploy;

/// <summary>One service of a Compose file, with its anchors and merges resolved.</summary>
public sealed class ComposeService(string name, IReadOnlyDictionary<string, object?> fields)
{
    public string Name => name;

    public string? Image => Text("image");

    public IReadOnlyDictionary<string, object?> Environment => ComposeFile.Map(fields.GetValueOrDefault("environment"));

    public IReadOnlyDictionary<string, object?> Build => ComposeFile.Map(fields.GetValueOrDefault("build"));

    /// <summary>The services that this one waits for, each with its condition.</summary>
    public IReadOnlyDictionary<string, string?> DependsOn => ComposeFile.Map(fields.GetValueOrDefault("depends_on"))
        .ToDictionary(entry => entry.Key, entry => ComposeFile.Map(entry.Value).GetValueOrDefault("condition") as string);

    /// <summary>Its fixed addresses.</summary>
    public IReadOnlyList<string> Addresses =>
    [
        .. ComposeFile.Map(fields.GetValueOrDefault("networks")).Values
            .Select(network => ComposeFile.Map(network).GetValueOrDefault("ipv4_address") as string).OfType<string>(),
    ];

    public bool HasHealthCheck => ComposeFile.Map(fields.GetValueOrDefault("healthcheck")).ContainsKey("test");

    /// <summary>Whether this is a step that ends, not a process that stays.</summary>
    public bool IsOneShot => Text("restart") == "no";

    /// <summary>Whether this runs an image that is built here.</summary>
    public bool IsOurs => Build.Count > 0;

    /// <summary>Whether this runs a program of ours, and not a script in its image.</summary>
    public bool IsProgram => IsOurs && !fields.ContainsKey("entrypoint");

    public bool IsSilo => Build.GetValueOrDefault("target") as string == "silo" && !IsOneShot;

    public bool IsFrontend => Build.GetValueOrDefault("target") as string == "web";

    public string? Text(string field) => fields.GetValueOrDefault(field) as string;

    public IReadOnlyList<string> List(string field) => ComposeFile.List(fields.GetValueOrDefault(field));

    /// <summary>A setting from the environment, as text.</summary>
    public string? Setting(string key) => Environment.GetValueOrDefault(key) as string;
}
