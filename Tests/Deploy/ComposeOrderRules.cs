using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Deploy;

/// <summary>What starts after what, how it is known to be well, and how long it has to end.</summary>
public static partial class ComposeOrderRules
{
    public static IEnumerable<string> Check(ComposeFile file, TimeSpan stopTime) =>
        Health(file).Concat(Conditions(file)).Concat(Chain(file)).Concat(Grace(file, stopTime));

    private static IEnumerable<string> Health(ComposeFile file) =>
        from service in file.Services
        where !service.HasHealthCheck && !service.IsOneShot
        select $"{service.Name} has no health check";

    private static IEnumerable<string> Conditions(ComposeFile file) =>
        from service in file.Services
        from dependency in service.DependsOn
        let target = file[dependency.Key]
        let fits = dependency.Value switch
        {
            "service_healthy" => target is { HasHealthCheck: true, IsOneShot: false },
            "service_completed_successfully" => target is { IsOneShot: true },
            _ => false,
        }
        where !fits
        select $"{service.Name} waits for {dependency.Key} to be {dependency.Value ?? "?"}, which it never is";

    /// <summary>Database, migration, silos, frontends, proxy.</summary>
    private static IEnumerable<string> Chain(ComposeFile file)
    {
        string[] silos = [.. file.Silos.Select(silo => silo.Name)], frontends = [.. file.Frontends.Select(web => web.Name)];
        if (silos.Length < 2 || frontends.Length < 2) yield return "there are fewer than two silos and two frontends";
        foreach (var (service, needs) in
            from service in file.Services
            let needs = service switch
            {
                { IsSilo: true } => ["postgres", "migrate", "certificates"],
                { IsFrontend: true } => ["certificates", .. silos],
                { Name: "proxy" } => frontends,
                { Name: "migrate" } => ["postgres"],
                _ => Array.Empty<string>(),
            }
            select (service, needs))
        {
            foreach (var missing in needs.Except(service.DependsOn.Keys))
                yield return $"{service.Name} does not wait for {missing}";
        }
    }

    private static IEnumerable<string> Grace(ComposeFile file, TimeSpan stopTime) =>
        from service in file.Services
        where !service.IsOneShot
        let grace = Seconds(service.Text("stop_grace_period"))
        where grace <= stopTime
        select $"{service.Name} is killed after {grace.TotalSeconds} s, and a stop may take {stopTime.TotalSeconds} s";

    private static TimeSpan Seconds(string? period) => period is not null && Period().Match(period) is { Success: true } match
        ? TimeSpan.FromSeconds(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
        : TimeSpan.Zero;

    [GeneratedRegex(@"^(\d+)s$")]
    private static partial Regex Period();
}
