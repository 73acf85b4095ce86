using System.Text;
using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Pages;

/// <summary>Finds the words that stand in a page's source as they are, and so are said to readers of every language.</summary>
internal static partial class RazorText
{
    /// <summary>The words outside of Razor's code, in the text and in the attributes that people get to see or hear.</summary>
    public static IEnumerable<string> LiteralsOf(string source)
    {
        var markup = Comment().Replace(WithoutCode(source), "");
        var attributes = SaidAttribute().Matches(markup).Select(match => match.Groups["words"].Value);
        var lines = Tag().Replace(markup, "\n").Split('\n').Where(line => !CodeLine().IsMatch(line));
        return attributes.Concat(lines).Where(words => Letter().IsMatch(SaidAsItIs().Replace(words, ""))).Select(words => words.Trim());
    }

    /// <summary>The source without what begins with <c>@</c>: comments, blocks, directives, conditions and expressions.</summary>
    private static string WithoutCode(string source)
    {
        var markup = new StringBuilder();
        for (var at = 0; at < source.Length;)
        {
            var end = source[at] == '@' ? EndOfCode(source, at) : at;
            if (end == at) markup.Append(source[at++]);
            else at = end;
        }

        return markup.ToString();
    }

    private static int EndOfCode(string source, int at)
    {
        var rest = source.AsSpan(at);
        if (rest.StartsWith("@*")) return source.IndexOf("*@", at, StringComparison.Ordinal) + 2;
        if (rest.StartsWith("@@")) return at + 2;
        if (rest.StartsWith("@{") || rest.StartsWith("@(")) return EndOfBrackets(source, at + 1);
        if (Condition().Match(source, at) is { Success: true } condition) return EndOfBrackets(source, at + condition.Length);
        if (Directive().Match(source, at) is { Success: true } directive) return at + directive.Length;
        if (Name().Match(source, at) is not { Success: true } name) return at + 1;

        for (at += name.Length; at < source.Length;)
        {
            if (source[at] is '(' or '[') at = EndOfBrackets(source, at);
            else if (Member().Match(source, at) is { Success: true } member) at += member.Length;
            else break;
        }

        return at;
    }

    /// <summary>Where the bracket that opens here has been closed; those within strings and characters do not count.</summary>
    private static int EndOfBrackets(string source, int at)
    {
        var (open, close, depth) = (source[at], source[at] switch { '(' => ')', '[' => ']', _ => '}' }, 0);
        for (; at < source.Length; at++)
        {
            if (Quoted().Match(source, at) is { Success: true } quoted) at += quoted.Length - 1;
            else if (source[at] == open) depth++;
            else if (source[at] == close && --depth == 0) return at + 1;
        }

        return at;
    }

    [GeneratedRegex(@"\G@(?:if|foreach|for|while|switch|lock)\b\s*")]
    private static partial Regex Condition();

    [GeneratedRegex(@"\G@(?:section\s+\w+|(?:page|model|using|inject|namespace|addTagHelper|inherits|attribute|implements)\b[^\n]*)")]
    private static partial Regex Directive();

    [GeneratedRegex(@"\G@(?:await\s+)?[A-Za-z_]\w*")]
    private static partial Regex Name();

    [GeneratedRegex(@"\G[?!]?\.[A-Za-z_]\w*")]
    private static partial Regex Member();

    [GeneratedRegex("""\G(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)')""")]
    private static partial Regex Quoted();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    /// <summary>What follows a condition's block: it is code again, without an <c>@</c>.</summary>
    [GeneratedRegex(@"^\s*(?:else\b.*|case\b.*:|default:|.*;|[{}].*|)\s*$")]
    private static partial Regex CodeLine();

    [GeneratedRegex("""\b(?:aria-label|aria-description|title|placeholder|alt|data-label)="(?<words>[^"]*)["]""")]
    private static partial Regex SaidAttribute();

    /// <summary>The site's name and units are the same in every language.</summary>
    [GeneratedRegex(@"\b(?:OrleansVideo|[KMGT]iB)\b|&\w+;")]
    private static partial Regex SaidAsItIs();

    [GeneratedRegex(@"\p{L}")]
    private static partial Regex Letter();
}
