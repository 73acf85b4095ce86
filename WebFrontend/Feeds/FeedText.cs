using System.Xml;

namespace OrleansVideo.WebFrontend.Feeds;

/// <summary>Text of users in XML 1.0, which knows fewer characters than Unicode.</summary>
internal static class FeedText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with the replacement character where XML has none (XML 1.0 §2.2): controls, noncharacters, halves of pairs.</summary>
    public static string Clean(string text) => string.Create(text.Length, text, (clean, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            var isPair = i + 1 < source.Length && XmlConvert.IsXmlSurrogatePair(source[i + 1], source[i]);
            clean[i] = isPair || XmlConvert.IsXmlChar(source[i]) ? source[i] : Replacement;
            if (isPair) clean[i + 1] = source[++i];
        }
    });
}
