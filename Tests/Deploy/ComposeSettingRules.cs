using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Deploy;

/// <summary>What processes are told: options that exist, the same data directory for all, and no secret in the file.</summary>
public static partial class ComposeSettingRules
{
    private const string Prefix = "OrleansVideo__";

    public static IEnumerable<string> Check(ComposeFile file, IReadOnlyCollection<string> knownKeys) =>
        Options(file, knownKeys).Concat(Secrets(file)).Concat(Cluster(file)).Concat(Data(file));

    private static IEnumerable<string> Options(ComposeFile file, IReadOnlyCollection<string> knownKeys) =>
        from service in file.Services
        from key in service.Environment.Keys
        where key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        where !knownKeys.Contains(key[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal))
        select $"{service.Name}: {key} is no option";

    /// <summary>A secret comes from the environment, and Compose refuses to start without it.</summary>
    private static IEnumerable<string> Secrets(ComposeFile file) =>
        from service in file.Services
        from setting in service.Environment
        let value = setting.Value as string ?? ""
        where SecretName().IsMatch(setting.Key) ? !Required().IsMatch(value) : SecretWithin().IsMatch(value)
        select $"{service.Name}: {setting.Key} holds a secret, or none is demanded";

    private static IEnumerable<string> Cluster(ComposeFile file) =>
        from service in file.Services
        where service.IsProgram
        from wanted in new[] { ("OrleansVideo__Cluster__Mode", "Cluster"), ("ConnectionStrings__OrleansVideo", "Host=postgres;") }
        where service.Setting(wanted.Item1)?.StartsWith(wanted.Item2, StringComparison.Ordinal) != true
        select $"{service.Name}: {wanted.Item1} does not begin with {wanted.Item2}";

    /// <summary>One volume, at one absolute path, in every process of ours.</summary>
    private static IEnumerable<string> Data(ComposeFile file)
    {
        var mounts = file.Services.Where(service => service.IsProgram).Select(service => (service.Name, Mount: Mounted(service))).ToArray();
        foreach (var (name, mount) in mounts)
        {
            if (mount is null || !file.Volumes.Contains(mount.Split(':')[0])) yield return $"{name} has no volume at its data directory";
        }

        if (mounts.Select(entry => entry.Mount).Distinct().Count() > 1) yield return "the processes do not share one data directory";
    }

    private static string? Mounted(ComposeService service) => service.Setting("OrleansVideo__DataDirectory") is ['/', ..] path
        ? service.List("volumes").SingleOrDefault(volume => volume.EndsWith(":" + path, StringComparison.Ordinal))
        : null;

    [GeneratedRegex("PASSWORD|SECRET|TOKEN", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("password|pwd", RegexOptions.IgnoreCase)]
    private static partial Regex SecretWithin();

    [GeneratedRegex(@"^\$\{[A-Z_]+:\?[^}]+\}$")]
    private static partial Regex Required();
}
