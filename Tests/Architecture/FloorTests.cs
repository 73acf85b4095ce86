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

    /// <summary>The web speaks to grains through their interfaces; one file alone embeds the silo.</summary>
    [Fact]
    public void Silo_IsUsedByOneFileOfTheWebAlone()
    {
        var users = SourceFiles.Of("WebFrontend", ".cs", ".cshtml").Where(file => TouchesSilo(File.ReadAllText(file))).ToArray();

        Assert.True(users.Length <= 1, "The silo is used by " + string.Join(", ", users));
    }

    [Theory]
    [InlineData("using OrleansVideo.Silo.Health;", true)]
    [InlineData("OrleansVideo.Grains.Videos.VideoGrain grain;", true)]
    [InlineData("var x = Silo.Startup.Begin();", true)]
    [InlineData("/// <summary>The silo. Silo.Startup is elsewhere.</summary>", false)]
    [InlineData("using OrleansVideo.Videos; // as OrleansVideo.Silo has it", false)]
    [InlineData("ISiloBuilder silo = null; silo.Start();", false)]
    [InlineData("var video = Grains.GetGrain<IVideoGrain>(id);", false)]
    public void Checker_SeesUsesOfTheSilo(string source, bool expected) => Assert.Equal(expected, TouchesSilo(source));

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

    private static bool TouchesSilo(string source) =>
        source.Split('\n').Any(line => SiloUse().IsMatch(Comment().Replace(line, "")));

    [GeneratedRegex(@"\bOrleansVideo\.(Silo|Grains)\b|(?<![\w.])Silo\.[A-Z]")]
    private static partial Regex SiloUse();

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();
}
