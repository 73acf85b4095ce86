namespace OrleansVideo.Tests.Architecture;

/// <summary>What a source folder may be called; the rule answers with what is wrong, or with nothing.</summary>
public static class SourceRules
{
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
}
