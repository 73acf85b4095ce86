using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Deploy;

/// <summary>Every process runs with as little as it needs, from an image whose version is known.</summary>
public static partial class ComposeConfinementRules
{
    public static IEnumerable<string> Check(ComposeFile file) => file.Services.SelectMany(Check);

    private static IEnumerable<string> Check(ComposeService service)
    {
        if (!int.TryParse(service.Text("user")?.Split(':')[0], CultureInfo.InvariantCulture, out var id) || id == 0)
            yield return $"{service.Name} may run as root";
        if (service.Text("read_only") != "true")
            yield return $"{service.Name} may write to its root file system";
        if (!service.List("tmpfs").Any(mount => mount.StartsWith("/tmp:", StringComparison.Ordinal)))
            yield return $"{service.Name} has no /tmp";
        if (!service.List("cap_drop").SequenceEqual(["ALL"]) || service.List("cap_add").Count > 0)
            yield return $"{service.Name} keeps capabilities";
        if (!service.List("security_opt").Contains("no-new-privileges:true"))
            yield return $"{service.Name} may gain privileges";
        if (service.Text("restart") is not ("unless-stopped" or "no"))
            yield return $"{service.Name} is not restarted";
        if (service.Text("restart") == "no" && service.Name is not ("migrate" or "certificates"))
            yield return $"{service.Name} is not restarted";
        if (!service.IsOurs && !PinnedTag().IsMatch(service.Image ?? ""))
            yield return $"{service.Name}: {service.Image} is of no known version";
    }

    [GeneratedRegex(@"^[\w./-]+:\d[\w.-]*$")]
    private static partial Regex PinnedTag();
}
