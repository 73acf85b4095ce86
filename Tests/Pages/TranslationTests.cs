using System.Text.RegularExpressions;
using OrleansVideo.Tests.Architecture;
using OrleansVideo.Tests.Site.Hosting;
using OrleansVideo.WebFrontend.Localization;

namespace OrleansVideo.Tests.Pages;

/// <summary>Every text is there in every language that the site speaks. A claim that fails lists the texts, one a line.</summary>
public sealed partial class TranslationTests
{
    private static readonly string[] Languages = [.. SiteLanguage.All.Skip(1).Select(language => language.Tag)];

    [Fact]
    public void SiteText_IsThereInEveryLanguage() => None(
        "have no translation", Languages.SelectMany(language => Translation.Read("SiteText", language).Missing(SpokenKeys.OfSite())));

    [Fact]
    public void ScriptText_IsThereInEveryLanguage() => None(
        "have no translation", Languages.SelectMany(language => Translation.Read("ScriptText", language).Missing(SpokenKeys.OfScripts())));

    [Fact]
    public void SiteTranslation_IsOfATextThatIsSaid() => None("are said nowhere", Languages.SelectMany(language =>
        Translation.Read("SiteText", language).LeftOver(SpokenKeys.OfSite().Concat(SpokenKeys.Strings()).ToHashSet())));

    [Fact]
    public void ScriptTranslation_IsOfATextThatIsSaid() => None("are said nowhere", Languages.SelectMany(language =>
        Translation.Read("ScriptText", language).LeftOver(SpokenKeys.OfScripts().ToHashSet())));

    [Fact]
    public void Translation_HasTheValuesAndTagsOfItsText() => None("are unlike their text", Languages.SelectMany(language =>
        Translation.Read("SiteText", language).Unlike().Concat(Translation.Read("ScriptText", language).Unlike())));

    /// <summary>The compiler of resources takes two names that differ in case alone for one, and drops the second.</summary>
    [Fact]
    public void Text_DiffersFromOthersInMoreThanCase() => None("differ in case alone", InCaseAlone(SpokenKeys.OfSite()).Concat(InCaseAlone(SpokenKeys.OfScripts())));

    [Fact]
    public void Page_SaysNothingButTexts() => None("stand in a page as they are", SourceFiles.Of("WebFrontend", ".cshtml")
        .SelectMany(path => RazorText.LiteralsOf(File.ReadAllText(path)).Select(words => $"{Path.GetRelativePath(Repository.Root, path)}: {words}")));

    [Fact]
    public void PageModel_TellsNothingButTexts() => None("are told as they are", SourceFiles.Of("WebFrontend", ".cs", ".cshtml")
        .SelectMany(path => ToldAsItIs().Matches(File.ReadAllText(path)).Select(match => $"{Path.GetRelativePath(Repository.Root, path)}: {match.Value}")));

    [Fact]
    public void Keys_AreFound()
    {
        Assert.Superset(new HashSet<string> { "Sign in", "{0} view", "{0} views", "The site at a glance", "Not found", "A password is not the user name." }, SpokenKeys.OfSite().ToHashSet());
        Assert.Superset(new HashSet<string> { "{0} day", "a moment" }, SpokenKeys.OfScripts().ToHashSet());
    }

    [Theory]
    [InlineData("<p>Hello</p>", "Hello")]
    [InlineData("@if (a < b)\n{\n    <p>@T[\"Hello\"] you</p>\n}\nelse\n{\n    var c = 1;\n}", "you")]
    [InlineData("<input placeholder=\"Search\" name=\"query\" value=\"@(a > 1 ? \"x\" : \"y\")\" />", "Search")]
    [InlineData("<p>@Model.Name.Of(\"a)\")[0] of</p>", "of")]
    public void Checker_SeesWords(string page, string words) => Assert.Equal([words], RazorText.LiteralsOf(page));

    [Theory]
    [InlineData("@page \"/a\"\n@model A\n@* words *@\n@{ var a = \"}\"; }\n<p title=\"@T[\"Hello\"]\">@T[\"Hello\"] @await Html.PartialAsync(\"_A\") 12 KiB</p><!-- words -->")]
    [InlineData("@switch (a)\n{\n    case 1:\n        <br />\n        break;\n}\n<a href=\"/words\" class=\"words\">OrleansVideo</a>")]
    public void Checker_TakesAPageOfTexts(string page) => Assert.Empty(RazorText.LiteralsOf(page));

    [Fact]
    public void Checker_SeesWhatIsWrongInATranslation()
    {
        var translation = Translation.Of("a", [("{0} of <b>{1}</b>", "{0} / {1}"), ("Good", "好"), ("Empty", " "), ("Old", "旧")]);

        Assert.Equal(["New"], translation.Missing(["Good", "New"]));
        Assert.Equal(["Old"], translation.LeftOver(new HashSet<string> { "{0} of <b>{1}</b>", "Good", "Empty" }));
        Assert.Equal(2, translation.Unlike().Count());
        Assert.Equal(["Held, held"], InCaseAlone(["Held", "held", "Holds"]));
    }

    private static IEnumerable<string> InCaseAlone(IEnumerable<string> keys) => keys
        .GroupBy(key => key, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => string.Join(", ", same));

    private static void None(string what, IEnumerable<string> texts)
    {
        var found = texts.ToArray();
        Assert.True(found.Length == 0, $"{found.Length} texts {what}:\n{string.Join('\n', found)}");
    }

    [GeneratedRegex("""(?:Notice|Warning|ViewData\["Title"\])\s*=\s*\$?"[^"\n]*["]""")]
    private static partial Regex ToldAsItIs();
}
