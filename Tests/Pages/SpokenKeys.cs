using System.Text.RegularExpressions;
using OrleansVideo.Silo.Health;
using OrleansVideo.Storage;
using OrleansVideo.Tests.Architecture;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.Tests.Pages;

/// <summary>Every English text that the site says, read out of its sources and its tables of problems.</summary>
internal static partial class SpokenKeys
{
    private static readonly string[] Floors = ["WebFrontend", "Grains", "Grains.Interfaces", "Media", "Silo"];

    /// <summary>Sources that hold sentences for people which others look up: all of their sentences count.</summary>
    private static readonly string[] Tellers =
    [
        "PasswordRule.cs",
    ];

    private static readonly int[] Statuses = [400, 401, 403, 404, 405, 408, 413, 415, 500, 503];

    /// <summary>What the server says.</summary>
    public static string[] OfSite() => Sorted(
        SourceFiles.Of("WebFrontend", ".cs", ".cshtml").Select(File.ReadAllText).SelectMany(source => In(source, Looked(), Counted()))
            .Concat(Problems()).Concat(Told()).Concat(Reasons()));

    /// <summary>What scripts say.</summary>
    public static string[] OfScripts() => Sorted(
        SourceFiles.Of("WebFrontend", ".js").Select(File.ReadAllText).SelectMany(source => In(source, Scripted(), ScriptCounted())));

    /// <summary>Every string of the sources: one of these, at least, a text must be.</summary>
    public static HashSet<string> Strings() =>
        [.. Floors.SelectMany(floor => SourceFiles.Of(floor, ".cs", ".cshtml")).Select(File.ReadAllText).SelectMany(source => In(source, AnyString()))];

    private static IEnumerable<string> Problems() => Enum.GetValues<RefusalCode>().Select(ProblemTable.Of)
        .Concat(Statuses.Select(StatusProblems.Of))
        .SelectMany(kind => new[] { kind.Title, kind.Detail });

    private static IEnumerable<string> Reasons() => Enum.GetValues<VideoFailureCode>().Select(code => code.Sentence())
        .Concat(Enum.GetValues<FindingReasonCode>().Select(code => code.Sentence()))
        .Concat(Enum.GetValues<HealthReasonCode>().Select(code => code.Sentence()))
        .Concat(Enum.GetValues<RefusalReasonCode>().Select(code => code.Sentence()))
        .OfType<string>();

    private static IEnumerable<string> Told()
    {
        var sources = Floors.SelectMany(floor => SourceFiles.Of(floor, ".cs")).ToArray();
        return sources.Select(File.ReadAllText).SelectMany(source => In(source, Refused()))
            .Concat(sources.Where(path => Tellers.Contains(Path.GetFileName(path)))
                .SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .SelectMany(line => In(line, Sentence())));
    }

    private static IEnumerable<string> In(string source, params Regex[] forms) =>
        from form in forms
        from Match match in form.Matches(source)
        from Capture text in match.Groups["text"].Captures
        select Escape().Replace(text.Value, escape => escape.Value == "\\n" ? "\n" : escape.Value[1..]);

    private static string[] Sorted(IEnumerable<string> keys) => [.. keys.Distinct().Order(StringComparer.Ordinal)];

    /// <summary><c>T["…"]</c>, <c>H["…"]</c>, <c>words["…"]</c>, <c>texts["…"]</c>.</summary>
    [GeneratedRegex("""\b(?:T|H|words|texts)\[\s*"(?<text>(?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Looked();

    /// <summary><c>.Count(how many, "one", "many")</c>.</summary>
    [GeneratedRegex("""\.Count\([^";]{1,200}?,\s*"(?<text>(?:[^"\\]|\\.)*)",\s*"(?<text>(?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Counted();

    /// <summary><c>t("…")</c>.</summary>
    [GeneratedRegex("""(?<![\w.])t\(\s*"(?<text>(?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Scripted();

    /// <summary><c>n(how many, "one", "many")</c>.</summary>
    [GeneratedRegex("""(?<![\w.])n\([^";]{1,200}?,\s*"(?<text>(?:[^"\\]|\\.)*)",\s*"(?<text>(?:[^"\\]|\\.)*)["]""")]
    private static partial Regex ScriptCounted();

    /// <summary><c>new Refusal(code, "…")</c>.</summary>
    [GeneratedRegex("""new Refusal\(\s*RefusalCode\.\w+,\s*"(?<text>(?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Refused();

    [GeneratedRegex("""(?<!\$)"(?<text>(?:[^"\\]|\\.)*\.)["]""")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();

    [GeneratedRegex("""(?<!\$)"(?<text>(?:[^"\\\n]|\\.)*)["]""")]
    private static partial Regex AnyString();
}
