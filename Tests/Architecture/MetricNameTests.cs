using System.Text.RegularExpressions;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Architecture;

/// <summary>The documentation lists every metric of ours with its unit, and none that is not there; names follow the conventions.</summary>
public sealed partial class MetricNameTests
{
    private static readonly string[] InCode =
        [.. Floor.All.SelectMany(floor => SourceFiles.Of(floor.Name, ".cs")).Select(File.ReadAllText).SelectMany(Created)];

    [Fact]
    public void Metrics_AreThere() => Assert.True(InCode.Length >= 15, $"Only {InCode.Length} metrics were found.");

    [Fact]
    public void Document_ListsEveryMetricWithItsUnit_AndNothingElse() =>
        Assert.Equal(InCode.Order(StringComparer.Ordinal), Documented(File.ReadAllText(Repository.At("docs", "operations.md"))).Order(StringComparer.Ordinal));

    [Fact]
    public void Metric_IsNamedAndMeasuredByTheConventions() => Assert.All(InCode, metric => Assert.Matches(Convention(), metric));

    [Theory]
    [InlineData("orleansvideo.stream.bytes By", true)]
    [InlineData("orleansvideo.deletion.dead_letters {deletion}", true)]
    [InlineData("orleansvideo.Stream.bytes By", false)]
    [InlineData("orleansvideo.stream.time ms", false)]
    [InlineData("orleansvideo.stream.bytes_total By", false)]
    [InlineData("stream.bytes By", false)]
    public void Checker_KnowsTheConventions(string metric, bool isRight) => Assert.Equal(isRight, Convention().IsMatch(metric));

    [Fact]
    public void Checker_ReadsCodeAndDocument()
    {
        Assert.Equal(["a.b By", "c {x}"], Created("""meter.CreateCounter<long>("a.b", "By", "…"); m.CreateObservableGauge("c", () => Of(_x?.Y), "{x}",""")
            .Order(StringComparer.Ordinal));
        Assert.Equal(["a.b By"], Documented("| `orleansvideo` | x |\n| `a.b` | By | counter | Bytes. |\n"));
    }

    private static IEnumerable<string> Created(string source) =>
        Creation().Matches(source).Select(match => $"{match.Groups["name"].Value} {match.Groups["unit"].Value}");

    private static IEnumerable<string> Documented(string markdown) =>
        Row().Matches(markdown).Select(match => $"{match.Groups["name"].Value} {match.Groups["unit"].Value}");

    [GeneratedRegex("""\.Create(?:Observable)?(?:Counter|Gauge|UpDownCounter|Histogram)(?:<\w+>)?\(\s*"(?<name>[^"]+)",(?:[^"]*,)?\s*"(?<unit>[^"]+)",""")]
    private static partial Regex Creation();

    [GeneratedRegex(@"^\| `(?<name>[a-z][\w.]*\.[\w.]+)` \| (?<unit>\S+) \| (?:counter|gauge|up-down counter|histogram)", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>Dotted lower case with our prefix, no suffix that exporters add, base units (UCUM) or an annotation.</summary>
    [GeneratedRegex(@"^orleansvideo(\.[a-z]+(_[a-z]+)*)+(?<!_total|_count|_seconds) (By|s|\{[a-z]+\})$")]
    private static partial Regex Convention();
}
