using Microsoft.Extensions.Localization;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>States and visibilities for people.</summary>
public static class StateWords
{
    /// <summary>A state in a word or two.</summary>
    public static string Of(this IStringLocalizer words, VideoStatus status) => status switch
    {
        VideoStatus.Draft => words["Draft"],
        VideoStatus.Processing => words["Processing"],
        VideoStatus.Ready => words["Ready"],
        VideoStatus.Failed => words["Failed"],
        VideoStatus.Trashed => words["In the trash"],
        VideoStatus.Purging => words["Being deleted"],
        VideoStatus.Purged => words["Deleted"],
        _ => words["Unknown state"],
    };

    /// <summary>A visibility in a word.</summary>
    public static string Of(this IStringLocalizer words, Visibility visibility) => visibility switch
    {
        Visibility.Public => words["Public"],
        Visibility.Unlisted => words["Unlisted"],
        Visibility.Private => words["Private"],
        _ => words["Unknown visibility"],
    };

    /// <summary>What a visibility means.</summary>
    public static string Meaning(this IStringLocalizer words, Visibility visibility) => visibility switch
    {
        Visibility.Public => words["everybody can find and watch it"],
        Visibility.Unlisted => words["everybody who has the link can watch it"],
        _ => words["only you can watch it"],
    };

    /// <summary>Why a video has nothing to play, for those who look at its page.</summary>
    public static string WhyNotPlayable(this IStringLocalizer words, VideoStatus status) => status switch
    {
        VideoStatus.Draft => words["This video has not been uploaded yet."],
        VideoStatus.Processing => words["This video is being processed and can be played in a moment."],
        VideoStatus.Failed => words["This video can't be played."],
        VideoStatus.Trashed => words["This video is in the trash."],
        VideoStatus.Purging or VideoStatus.Purged => words["This video was deleted."],
        _ => words["This video can't be played while the site is being upgraded."],
    };
}
