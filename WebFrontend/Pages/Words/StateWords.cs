using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.Words;

/// <summary>States and visibilities for people.</summary>
public static class StateWords
{
    /// <summary>A state in a word or two.</summary>
    public static string Of(VideoStatus status) => status switch
    {
        VideoStatus.Draft => "Draft",
        VideoStatus.Processing => "Processing",
        VideoStatus.Ready => "Ready",
        VideoStatus.Failed => "Failed",
        VideoStatus.Trashed => "In the trash",
        VideoStatus.Purging => "Being deleted",
        _ => "Deleted",
    };

    /// <summary>A visibility in a word.</summary>
    public static string Of(Visibility visibility) => visibility switch
    {
        Visibility.Public => "Public",
        Visibility.Unlisted => "Unlisted",
        _ => "Private",
    };

    /// <summary>What a visibility means.</summary>
    public static string Meaning(Visibility visibility) => visibility switch
    {
        Visibility.Public => "everybody can find and watch it",
        Visibility.Unlisted => "everybody who has the link can watch it",
        _ => "only you can watch it",
    };

    /// <summary>Why a video has nothing to play, for those who look at its page.</summary>
    public static string WhyNotPlayable(VideoStatus status) => status switch
    {
        VideoStatus.Draft => "This video has not been uploaded yet.",
        VideoStatus.Processing => "This video is being processed and can be played in a moment.",
        VideoStatus.Failed => "This video can't be played.",
        VideoStatus.Trashed => "This video is in the trash.",
        _ => "This video was deleted.",
    };
}
