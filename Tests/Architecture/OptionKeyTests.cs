using OrleansVideo.Tests.Architecture.Violations;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Architecture;

/// <summary>The documentation lists every option, and none that is not there.</summary>
public sealed class OptionKeyTests
{
    private static readonly Type[] Types = [.. Floor.All.SelectMany(floor => floor.Assembly.GetTypes())];

    private static readonly string[] InCode =
    [
        .. OptionKeys.InCode(Floor.All.SelectMany(floor => SourceFiles.Of(floor.Name, ".cs")).Select(File.ReadAllText), Types)
            .Distinct().Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Document_ListsEveryOption() => Assert.Empty(InCode.Except(InDocument()));

    [Fact]
    public void Document_ListsNothingElse() => Assert.DoesNotContain(
        InDocument().Except(InCode), key => !key.StartsWith("ConnectionStrings:", StringComparison.Ordinal));

    [Fact]
    public void Checker_ReadsCodeAndDocument()
    {
        Assert.Equal(["Careless:Number", "Careless:Time", "Number", "Time"], OptionKeys.InCode(
            [
                "silo.Services.AddVideoOptions<CarelessOptions, CarelessOptionsValidator>(\"Careless\");",
                "services.AddVideoOptions<CarelessOptions>(VideoOptionsSection.Root);",
            ],
            [typeof(CarelessOptions)]).Order(StringComparer.Ordinal));
        Assert.Equal(["DataDirectory", "Deletion:UndoWindow"], InCode.Intersect(["DataDirectory", "Deletion:UndoWindow"]));
        Assert.Equal(["A:B", "A:C", "D"], OptionKeys.InDocument(
            "| key | default |\n| --- | --- |\n| `OrleansVideo:A:B`, `A:C` | `x` |\n| `D` | 1 |\nText with `E:F`.\n"));
    }

    private static IEnumerable<string> InDocument() => OptionKeys.InDocument(File.ReadAllText(Repository.At("docs", "configuration.md")));
}
