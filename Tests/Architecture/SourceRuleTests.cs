using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Architecture;

public sealed class SourceRuleTests
{
    private static readonly string[] Floors = [.. Floor.All.Select(floor => floor.Name)];

    [Fact]
    public void File_IsNeverLong() =>
        Assert.Empty(Violations(SourceRules.TooLong, [.. Floors, "Tests", "Benchmarks"], ".cs", ".cshtml", ".css", ".js", ".mjs", ".ts"));

    [Fact]
    public void File_IsNamedAfterItsOneType() => Assert.Empty(Violations(SourceRules.Misnamed, Floors, ".cs"));

    [Fact]
    public void Folder_IsAFeature() => Assert.Empty(Floor.All.SelectMany(floor => SourceFiles.FoldersOf(floor.Name)
        .Select(folder => SourceRules.Misplaced(floor, Path.GetRelativePath(Repository.At(floor.Name), folder.FullName)))
        .OfType<string>()));

    [Fact]
    public void Checker_SeesALongFile()
    {
        var fits = string.Concat(Enumerable.Repeat("//\n", SourceRules.MaxLines));
        Assert.Null(SourceRules.TooLong("a.cs", fits));
        Assert.NotNull(SourceRules.TooLong("a.cs", fits + "//\n"));
        Assert.NotNull(SourceRules.TooLong("a.cs", fits + "//"));
    }

    [Theory]
    [InlineData("One.cs", "public sealed class One;\n")]
    [InlineData("One.Json.cs", "internal static partial class One\n{\n    private sealed class Inner;\n}\n")]
    [InlineData("PageOfT.cs", "public sealed record Page<T>(T Item);\n")]
    [InlineData("Index.cshtml.cs", "public sealed class IndexModel : PageModel;\n")]
    [InlineData("Program.cs", "var x = 1;\n")]
    public void Checker_TakesAFileOfItsType(string path, string text) => Assert.Null(SourceRules.Misnamed(path, text));

    [Theory]
    [InlineData("One.cs", "public sealed class Other;\n")]
    [InlineData("One.cs", "public class One;\ninternal enum Two { A }\n")]
    [InlineData("One.cs", "public readonly record struct Two(int A);\n")]
    public void Checker_SeesAMisnamedFile(string path, string text) => Assert.NotNull(SourceRules.Misnamed(path, text));

    [Fact]
    public void Checker_SeesAFolderThatIsNoFeature()
    {
        var floor = Floor.All[0];
        Assert.Null(SourceRules.Misplaced(floor, "Videos"));
        Assert.Null(SourceRules.Misplaced(floor, "Videos/Ranges"));
        Assert.NotNull(SourceRules.Misplaced(floor, "Videos/Helpers"));
        Assert.NotNull(SourceRules.Misplaced(floor, "Shared"));
        Assert.NotNull(SourceRules.Misplaced(floor, "Movies"));
    }

    private static string[] Violations(Func<string, string, string?> rule, string[] projects, params string[] extensions) =>
    [
        .. projects.SelectMany(project => SourceFiles.Of(project, extensions))
            .Select(path => rule(Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path)))
            .OfType<string>(),
    ];
}
