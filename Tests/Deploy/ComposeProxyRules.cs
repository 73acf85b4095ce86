using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Deploy;

/// <summary>The proxy knows all frontends at their ports, and its template has everything that it asks for.</summary>
public static partial class ComposeProxyRules
{
    private static readonly Regex Url = UrlPattern();

    public static IEnumerable<string> Check(ComposeFile file, string template)
    {
        var named = file.Proxy.Environment.Where(entry => entry.Key.StartsWith("SITE_FRONTEND_", StringComparison.Ordinal))
            .Select(entry => entry.Value as string ?? "").ToHashSet();
        var listening = file.Frontends.Select(web => $"{web.Name}:{Port(web)}").ToHashSet();
        foreach (var unknown in named.Except(listening)) yield return $"the proxy knows {unknown}, which is no frontend";
        foreach (var forgotten in listening.Except(named)) yield return $"the proxy does not know {forgotten}";

        var given = file.Proxy.Environment.Keys.Where(key => key.StartsWith("SITE_", StringComparison.Ordinal)).ToHashSet();
        var asked = Placeholders(template);
        foreach (var key in asked.Except(given)) yield return $"the template asks for {key}";
        foreach (var key in given.Except(asked)) yield return $"the template does not use {key}";

        var published = file.Proxy.List("ports").Select(port => port.Split(':')[^1]).ToArray();
        if (published is not [var inside] || inside != file.Proxy.Setting("SITE_LISTEN"))
            yield return "the published port is not where the proxy listens";
        foreach (var service in file.Services.Where(service => service.Name != "proxy" && service.List("ports").Count > 0))
            yield return $"{service.Name} can be reached around the proxy";
    }

    /// <summary>The variables of a template, comments included.</summary>
    public static HashSet<string> Placeholders(string template) =>
        [.. Placeholder().Matches(template).Select(match => match.Groups[1].Value)];

    private static string Port(ComposeService web) => Url.Match(web.Setting("ASPNETCORE_URLS") ?? "").Groups[1].Value;

    [GeneratedRegex(@"\$\{([A-Z0-9_]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^http://0\.0\.0\.0:(\d+)$")]
    private static partial Regex UrlPattern();
}
