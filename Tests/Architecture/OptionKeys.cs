using System.Reflection;
using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Architecture;

/// <summary>Compares the options that the code binds with those that the documentation lists.</summary>
public static partial class OptionKeys
{
    private const string Root = "OrleansVideo";

    /// <summary>
    /// The keys of the options classes, without their common root: a class that has a constant <c>Section</c> owns the section's keys.
    /// </summary>
    public static IEnumerable<string> InCode(IEnumerable<Type> types) =>
        from type in types
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static | BindingFlags.NonPublic)
        where section is { IsLiteral: true } && type.Name.EndsWith("Options", StringComparison.Ordinal)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.SetMethod is { IsPublic: true }
        select WithoutRoot($"{section.GetRawConstantValue()}:{property.Name}");

    /// <summary>The keys in the first column of the document's tables, each in backticks; one row may have several.</summary>
    public static IEnumerable<string> InDocument(string markdown) =>
        from line in markdown.Split('\n')
        where line.StartsWith("| `", StringComparison.Ordinal)
        from key in Key().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value)
        select WithoutRoot(key);

    private static string WithoutRoot(string key) =>
        key.StartsWith(Root + ":", StringComparison.Ordinal) ? key[(Root.Length + 1)..] : key;

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Key();
}
