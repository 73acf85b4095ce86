using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Architecture;

public sealed class SourceRuleTests
{
    [Fact]
    public void Folder_IsAFeature() => Assert.Empty(Floor.All.SelectMany(floor => SourceFiles.FoldersOf(floor.Name)
        .Select(folder => SourceRules.Misplaced(floor, Path.GetRelativePath(Repository.At(floor.Name), folder.FullName)))
        .OfType<string>()));

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
}
