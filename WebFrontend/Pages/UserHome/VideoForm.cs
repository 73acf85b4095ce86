using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>What a form says of a video. The grain judges it.</summary>
public sealed class VideoForm
{
    /// <summary>Title.</summary>
    public string? Title { get; set; }

    /// <summary>Description.</summary>
    public string? Description { get; set; }

    /// <summary>The language that is spoken in it; empty for none, null in a form that does not ask.</summary>
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Language { get; set; }

    /// <summary>Tags that the form suggests, with their names in themselves; any other can be typed.</summary>
    public static IReadOnlyList<CultureInfo> Languages { get; } =
    [
        .. new[]
        {
            "ar", "bn", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "no", "pl", "pt", "pt-BR",
            "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh-Hans", "zh-Hant",
        }.Select(CultureInfo.GetCultureInfo),
    ];

    /// <summary>A language's name in the reader's own, where this machine knows it; else its tag.</summary>
    public static string NameOf(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag).DisplayName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

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
        new() { Title = video.Title, Description = video.Description, Language = video.Language, Visibility = video.Visibility, VisibilityBefore = video.Visibility };

    /// <summary>As a new video.</summary>
    public NewVideo ToNewVideo() => new(Title ?? "", Text, Visibility) { Language = Language ?? "" };

    /// <summary>As a change of an existing one; a field left blank says blank, and a blank title is refused.</summary>
    public VideoEdit ToEdit() =>
        new(Title ?? "", Text, Visibility == VisibilityBefore && string.IsNullOrWhiteSpace(Reason) ? null : Visibility) { Reason = Reason, Language = Language };
}
