using Microsoft.Extensions.Localization;
using OrleansVideo.WebFrontend.Pages.Words;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>What became of several videos, for people.</summary>
public static class SelectedWords
{
    /// <summary>More refusals than this are counted, not told one by one.</summary>
    private const int MostTold = 5;

    /// <summary>So many are in the trash now.</summary>
    public static string InTrash(this IStringLocalizer words, int count) =>
        words.Count(count, "{0} video is in the trash.", "{0} videos are in the trash.");

    /// <summary>So many came back.</summary>
    public static string Back(this IStringLocalizer words, int count) =>
        words.Count(count, "{0} video is back.", "{0} videos are back.");

    /// <summary>So many are being removed.</summary>
    public static string BeingDeleted(this IStringLocalizer words, int count) =>
        words.Count(count, "{0} video is being deleted for good.", "{0} videos are being deleted for good.");

    /// <summary>Which ones were refused, and why; null when none was.</summary>
    public static string? Refused(this IStringLocalizer words, IEnumerable<SelectedVideo> videos)
    {
        SelectedVideo[] refused = [.. videos.Where(video => video.Refusal is not null)];
        if (refused.Length == 0) return null;

        var told = refused.Take(MostTold).Select(video => words["“{0}”: {1}", video.Title ?? words["A video"], words.Why(video.Refusal!)].Value);
        return string.Join(" ", refused.Length > MostTold
            ? told.Append(words.Count(refused.Length - MostTold, "{0} more was left alone.", "{0} more were left alone."))
            : told);
    }

    private static string Why(this IStringLocalizer words, Refusal refusal) => refusal.Code == RefusalCode.NotReady
        ? words["Only a finished video can wait in the trash; this one can be deleted for good."]
        : words[Problem.Words(refusal)];
}
