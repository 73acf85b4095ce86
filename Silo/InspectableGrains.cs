using System.Collections.Frozen;
using OrleansVideo.Grains;

namespace OrleansVideo.Silo;

/// <summary>What of the cluster the dashboard may look into: our own grains that have keys, and no grain under a key that its type does not have.</summary>
public static class InspectableGrains
{
    /// <summary>Grain types by the names of their classes, by which the dashboard knows them.</summary>
    private static readonly FrozenDictionary<string, string> Types = (
        from type in typeof(GrainKeys).Assembly.GetTypes()
        let written = type.GetCustomAttributesData().SingleOrDefault(attribute => attribute.AttributeType == typeof(GrainTypeAttribute))
        where written?.ConstructorArguments[0].Value is string grainType && GrainKeys.HasRule(grainType)
        select (type.FullName!, (string)written.ConstructorArguments[0].Value!)).ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>Whether the dashboard may show grains of the class of this full name.</summary>
    public static bool HasType(string className) => Types.ContainsKey(className);

    /// <summary>Whether the dashboard may show this grain.</summary>
    /// <param name="className">The full name of its class.</param>
    /// <param name="key">Its key as somebody writes it: a GUID in any form.</param>
    public static bool Has(string className, string key) => Types.TryGetValue(className, out var grainType)
        && (GrainKeys.IsKey(grainType, key) || (Guid.TryParse(key, out var id) && GrainKeys.IsKey(grainType, id.ToString("N"))));
}
