using System.Text.RegularExpressions;
using System.Xml.Linq;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Architecture;

/// <summary>A floor uses only the floors below it.</summary>
public sealed partial class FloorTests
{
    public static TheoryData<string> Names => [.. Floor.All.Select(floor => floor.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Assembly_UsesOnlyFloorsBelow(string name)
    {
        var floor = Of(name);
        var used = floor.Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToArray();

        Assert.Empty(Floor.ProjectsOfOurs(used).Except(floor.MayUse));
        Assert.Empty(Forbidden(floor, used));
    }

    [Theory, MemberData(nameof(Names))]
    public void Project_RefersOnlyToFloorsBelow(string name)
    {
        var floor = Of(name);

        Assert.Empty(ProjectReferences(XDocument.Load(Repository.At(name, name + ".csproj"))).Except(floor.MayUse));
    }

    /// <summary>The web speaks to grains through their interfaces.</summary>
    [Fact]
    public void Grains_AreUsedByNoFileOfTheWeb()
    {
        var users = SourceFiles.Of("WebFrontend", ".cs", ".cshtml").Where(file => TouchesGrains(File.ReadAllText(file))).ToArray();

        Assert.True(users.Length == 0, "The classes of grains are used by " + string.Join(", ", users));
    }

    [Theory]
    [InlineData("using OrleansVideo.Grains.Deletion;", true)]
    [InlineData("OrleansVideo.Grains.Videos.VideoGrain grain;", true)]
    [InlineData("/// <summary>A grain. OrleansVideo.Grains is elsewhere.</summary>", false)]
    [InlineData("using OrleansVideo.Videos; // as OrleansVideo.Grains has it", false)]
    [InlineData("using OrleansVideo.Silo.Health;", false)]
    [InlineData("var video = Grains.GetGrain<IVideoGrain>(id);", false)]
    public void Checker_SeesUsesOfGrains(string source, bool expected) => Assert.Equal(expected, TouchesGrains(source));

    [Fact]
    public void Checker_SeesAForbiddenAssemblyAndProject()
    {
        var media = Of("Media");
        Assert.Equal(["Orleans.Core"], Forbidden(media, ["Orleans.Core", "OrleansVideo.Media", "FFMpegCore"]));
        Assert.Equal(["Silo"], Floor.ProjectsOfOurs(["OrleansVideo.Silo", "Orleans.Core"]).Except(media.MayUse));
        Assert.Equal(["Silo"], ProjectReferences(XDocument.Parse("""<Project><ProjectReference Include="../Silo/Silo.csproj" /></Project>""")));
    }

    private static Floor Of(string name) => Floor.All.Single(floor => floor.Name == name);

    private static IEnumerable<string> Forbidden(Floor floor, IEnumerable<string> assemblies) =>
        assemblies.Where(used => floor.MayNotTouch.Any(prefix => used.StartsWith(prefix, StringComparison.Ordinal)));

    private static IEnumerable<string> ProjectReferences(XDocument project) => project
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    private static bool TouchesGrains(string source) =>
        source.Split('\n').Any(line => GrainsUse().IsMatch(Comment().Replace(line, "")));

    [GeneratedRegex(@"\bOrleansVideo\.Grains\b")]
    private static partial Regex GrainsUse();

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();
}
