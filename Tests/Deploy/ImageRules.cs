using System.Text.Json.Nodes;

namespace OrleansVideo.Tests.Deploy;

/// <summary>The images can be built: Dockerfile, stages and sources are there; and the migration runs what the silos run.</summary>
/// <param name="exists">Whether the repository has a file or folder, by its path from the root.</param>
/// <param name="read">Reads one of its files.</param>
public sealed class ImageRules(Func<string, bool> exists, Func<string, string> read)
{
    public IEnumerable<string> Check(ComposeFile file)
    {
        foreach (var service in file.Services)
        {
            foreach (var problem in Mounts(service).Concat(service.IsOurs ? Build(service) : []))
                yield return $"{service.Name}: {problem}";
        }

        if (file.Silos.Append(file["migrate"]!).Select(service => service.Image).Distinct().Count() > 1)
            yield return "the migration runs another image than the silos";
    }

    private IEnumerable<string> Mounts(ComposeService service) =>
        from volume in service.List("volumes")
        where volume.StartsWith("./", StringComparison.Ordinal)
        let path = volume.Split(':')[0][2..]
        where !exists(path)
        select $"{path} is not there";

    private IEnumerable<string> Build(ComposeService service)
    {
        var path = service.Build.GetValueOrDefault("dockerfile") as string ?? "Dockerfile";
        if (!exists(path)) return [$"{path} is not there"];
        var dockerfile = new Dockerfile(read(path));
        var problems = Contents(dockerfile);
        return dockerfile.Stages.Any(stage => stage.Name == service.Build.GetValueOrDefault("target") as string)
            ? problems
            : problems.Append($"{path} has no stage {service.Build.GetValueOrDefault("target")}");
    }

    private IEnumerable<string> Contents(Dockerfile dockerfile)
    {
        var known = new HashSet<string>();
        foreach (var (name, image) in dockerfile.Stages)
        {
            if (!image.Contains(':') && !known.Contains(image)) yield return $"stage {name} starts from {image}, which is none before it";
            known.Add(name);
        }

        foreach (var (stage, source) in dockerfile.Copies)
        {
            if (stage is null ? !exists(source) : !known.Contains(stage)) yield return $"{stage ?? "the context"} has no {source}";
        }

        foreach (var script in dockerfile.Copies.Select(copy => copy.Source).Where(source => source.EndsWith("/package.json", StringComparison.Ordinal)).SelectMany(Scripts))
        {
            if (dockerfile.Copies.All(copy => copy.Source != script)) yield return $"{script} is run, and not copied";
        }
    }

    /// <summary>The files that a package's scripts have Node run, by their paths from the root.</summary>
    private IEnumerable<string> Scripts(string package) =>
        from script in JsonNode.Parse(read(package))!["scripts"]!.AsObject()
        let words = script.Value!.GetValue<string>().Split(' ')
        where words is ["node", ..]
        select package.Replace("package.json", words[1], StringComparison.Ordinal);
}
