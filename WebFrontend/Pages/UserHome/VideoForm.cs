using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>What a form says of a video. The grain judges it.</summary>
public sealed class VideoForm
{
    /// <summary>Title.</summary>
    public string? Title { get; set; }

    /// <summary>Description.</summary>
    public string? Description { get; set; }

    /// <summary>Who may see it.</summary>
    public Visibility Visibility { get; set; } = Visibility.Public;

    /// <summary>Who could see it when the form was shown; what the form leaves as it was is not set anew. Null in a form that does not say.</summary>
    public Visibility? VisibilityBefore { get; set; }

    /// <summary>What an admin tells the owner.</summary>
    public string? Reason { get; set; }

    /// <summary>A form sends line breaks as CR LF (HTML, form submission); they are stored, and counted, as one character.</summary>
    public string Text => (Description ?? "").ReplaceLineEndings("\n");

    /// <summary>The form filled with what a video says now.</summary>
    public static VideoForm From(VideoDetails video) =>
        new() { Title = video.Title, Description = video.Description, Visibility = video.Visibility, VisibilityBefore = video.Visibility };

    /// <summary>As a new video.</summary>
    public NewVideo ToNewVideo() => new(Title ?? "", Text, Visibility);

    /// <summary>As a change of an existing one; a field left blank says blank, and a blank title is refused.</summary>
    public VideoEdit ToEdit() =>
        new(Title ?? "", Text, Visibility == VisibilityBefore && string.IsNullOrWhiteSpace(Reason) ? null : Visibility) { Reason = Reason };
}
