using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Architecture;

/// <summary>What a source file and a folder may look like; each rule answers with what is wrong, or with nothing.</summary>
public static partial class SourceRules
{
    public const int MaxLines = 250;

    /// <summary>More lines than this are a sign that two things live in one file.</summary>
    public static string? TooLong(string path, string text)
    {
        var lines = text.Split('\n').Length - (text.EndsWith('\n') ? 1 : 0);
        return lines > MaxLines ? $"{path} has {lines} lines" : null;
    }

    /// <summary>A file carries the name of the one type in it; <c>XOfT</c> is the generic <c>X</c>, a page has its model.</summary>
    public static string? Misnamed(string path, string text)
    {
        var types = TypeDeclaration().Matches(text).Select(match => match.Groups["name"].Value).Distinct().ToArray();
        var stem = Path.GetFileName(path).Split('.')[0];
        if (types.Length > 1) return $"{path} has {types.Length} types: {string.Join(", ", types)}";
        if (types is not [var type] || stem == type || stem == type + "OfT") return null;
        return path.EndsWith(".cshtml.cs", StringComparison.Ordinal) && type.EndsWith("Model", StringComparison.Ordinal)
            ? null
            : $"{path} is named after something else than {type}";
    }

    /// <summary>
    /// Folders of a floor are features, or the few that the floor declares; nowhere are they kinds of class. Razor itself looks for
    /// <c>Pages/Shared</c>.
    /// </summary>
    public static string? Misplaced(Floor floor, string path)
    {
        var folder = Path.GetFileName(path);
        var isTop = folder == path;
        if (path == Path.Combine("Pages", "Shared")) return null;
        if (Floor.NoFeatures.Contains(folder, StringComparer.OrdinalIgnoreCase)) return $"{floor.Name}: {path} is no feature";
        return isTop && !Floor.Features.Contains(folder) && !floor.Folders.Contains(folder)
            ? $"{floor.Name}: {folder} is not among its folders"
            : null;
    }

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|interface|enum|struct|record(?:\s+(?:class|struct))?)\s+(?<name>[A-Za-z_]\w*)",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
