using System.Globalization;
using System.Text.RegularExpressions;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Players;

/// <summary>The requests for one address, as the site's log has them.</summary>
/// <param name="Answers">Status and Content-Length, where it has one, of each answer, in the order in which they ended.</param>
/// <param name="Begun">How many there were so far.</param>
/// <param name="MostAtOnce">How many were open at the same time.</param>
public sealed record FilmRequests(IReadOnlyList<(int Status, long? Length)> Answers, int Begun, int MostAtOnce)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>Those so far.</summary>
    public static FilmRequests SoFar(SiteLog log, string address)
    {
        var (answers, begun, most) = (new List<(int, long?)>(), 0, 0);
        foreach (Match line in Regex.Matches(log.Text, $@"Request (starting|finished) \S+ GET {Regex.Escape(address)} - (\S+) (\d*)"))
        {
            if (line.Groups[1].Value == "starting") most = Math.Max(most, ++begun - answers.Count);
            else answers.Add(((int)Number(line.Groups[2])!, Number(line.Groups[3])));
        }

        return new FilmRequests(answers, begun, most);
    }

    /// <summary>All of them, as soon as none is open any more.</summary>
    public static Task<FilmRequests> Ended(SiteLog log, string address) => Eventually.Get(
        $"the requests for {address} have come and ended", Soon, () => Task.FromResult(
            SoFar(log, address) is { Begun: > 0 } requests && requests.Begun == requests.Answers.Count ? requests : null));

    private static long? Number(Group group) => group.Value is "" ? null : long.Parse(group.Value, CultureInfo.InvariantCulture);
}
