using System.Net;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace OrleansVideo.Tests.Deploy;

/// <summary>A Compose file as Compose would read it: YAML 1.1 with merge keys; every scalar stays text.</summary>
public sealed class ComposeFile
{
    private readonly IReadOnlyDictionary<string, object?> _root;

    public ComposeFile(string yaml)
    {
        using var reader = new StringReader(yaml);
        _root = Map(new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(reader))));
        Services = [.. Map(_root["services"]).Select(entry => new ComposeService(entry.Key, Map(entry.Value)))];
    }

    public IReadOnlyList<ComposeService> Services { get; }

    public IEnumerable<ComposeService> Silos => Services.Where(service => service.IsSilo);

    public IEnumerable<ComposeService> Frontends => Services.Where(service => service.IsFrontend);

    public ComposeService Proxy => this["proxy"]!;

    /// <summary>The named volumes that the file declares.</summary>
    public IEnumerable<string> Volumes => Map(_root.GetValueOrDefault("volumes")).Keys;

    /// <summary>The subnet of the one network.</summary>
    public IPNetwork Subnet
    {
        get
        {
            var network = Map(Map(_root["networks"]).Values.Single());
            var configuration = (List<object?>)Map(network["ipam"])["config"]!;
            return IPNetwork.Parse((string)Map(configuration.Single())["subnet"]!);
        }
    }

    public ComposeService? this[string name] => Services.SingleOrDefault(service => service.Name == name);

    /// <summary>A mapping; what is not there is an empty one.</summary>
    public static IReadOnlyDictionary<string, object?> Map(object? node) => node is Dictionary<object, object?> map
        ? map.ToDictionary(entry => (string)entry.Key, entry => entry.Value)
        : new Dictionary<string, object?>();

    /// <summary>A sequence of texts; what is not there is an empty one.</summary>
    public static IReadOnlyList<string> List(object? node) => node is List<object?> list ? [.. list.Cast<string>()] : [];
}
