using System.Reflection;
using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Architecture;

/// <summary>Compares the options that the code binds with those that the documentation lists.</summary>
public static partial class OptionKeys
{
    private const string Root = "OrleansVideo:";

    /// <summary>The keys that these sources bind, without their common root: every option of a class bound to a section.</summary>
    public static IEnumerable<string> InCode(IEnumerable<string> sources, IReadOnlyCollection<Type> types) =>
        from source in sources
        from binding in Binding().Matches(source)
        let type = types.Single(type => type.Name == binding.Groups["type"].Value)
        let section = binding.Groups["section"].Value
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.SetMethod is { IsPublic: true }
        select section.Length == 0 ? property.Name : $"{section}:{property.Name}";

    /// <summary>The keys in the first column of the document's tables, each in backticks; one row may have several.</summary>
    public static IEnumerable<string> InDocument(string markdown) =>
        from line in markdown.Split('\n')
        where line.StartsWith("| `", StringComparison.Ordinal)
        from match in Key().Matches(line.Split('|')[1])
        let key = match.Groups[1].Value
        select key.StartsWith(Root, StringComparison.Ordinal) ? key[Root.Length..] : key;

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Key();

    [GeneratedRegex("""AddVideoOptions<(?<type>\w+Options)(?:, \w+)?>\((?:"(?<section>[\w:]*)"|VideoOptionsSection\.Root)\)""")]
    private static partial Regex Binding();
}
