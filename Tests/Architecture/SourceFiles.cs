using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Architecture;

/// <summary>The files that people write, as opposed to those that a build makes.</summary>
public static class SourceFiles
{
    private static readonly string[] Made = ["bin", "obj", "node_modules", "assets"];

    /// <summary>The files of a project with one of the extensions.</summary>
    public static IEnumerable<string> Of(string project, params string[] extensions) =>
        Below(new DirectoryInfo(Repository.At(project)), extensions);

    /// <summary>The folders of a project, at any depth.</summary>
    public static IEnumerable<DirectoryInfo> FoldersOf(string project) => Folders(new DirectoryInfo(Repository.At(project)));

    private static IEnumerable<string> Below(DirectoryInfo folder, string[] extensions) =>
        Folders(folder).Prepend(folder)
            .SelectMany(inner => inner.EnumerateFiles())
            .Where(file => extensions.Contains(file.Extension))
            .Select(file => file.FullName);

    private static IEnumerable<DirectoryInfo> Folders(DirectoryInfo folder) => folder.EnumerateDirectories()
        .Where(inner => !Made.Contains(inner.Name))
        .SelectMany(inner => Folders(inner).Prepend(inner));
}
