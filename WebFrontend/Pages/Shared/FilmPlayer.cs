using System.Text.Encodings.Web;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.Shared;

/// <summary>A film to be played on a page.</summary>
/// <param name="Video">The film.</param>
/// <param name="Start">Where the page's address asks it to begin, in seconds; null where it asks for nothing.</param>
public sealed record FilmPlayer(VideoDetails Video, int? Start);

/// <summary>What somebody wrote about a film: addresses, and times in it, become links.</summary>
/// <param name="Text">The text as written.</param>
/// <param name="Video">The film.</param>
public sealed record FilmText(string Text, VideoDetails Video);

/// <summary>The whole addresses of a film, for other sites and their readers.</summary>
/// <param name="request">The request, which names the site as its reader does.</param>
/// <param name="video">The film.</param>
public sealed class FilmAddresses(HttpRequest request, VideoDetails video)
{
    /// <summary>The page to watch it on.</summary>
    public string Page => request.Absolute($"/watch/{video.Id}");

    /// <summary>The player alone, for frames of other sites.</summary>
    public string Embed => request.Absolute($"/embed/{video.Id}");

    /// <summary>The file.</summary>
    public string File => request.Absolute($"/videos/{video.Id}");

    /// <summary>The picture; null without one.</summary>
    public string? Poster => video.HasPoster ? request.Absolute($"/posters/{video.Id}.jpg") : null;

    /// <summary>The HTML that puts the player into a page of another site; the title is encoded.</summary>
    public string EmbedCode =>
        $"""<iframe src="{Embed}" title="{HtmlEncoder.Default.Encode(video.Title)}" width="640" height="{Height}" style="border: 0" loading="lazy" allow="fullscreen; picture-in-picture" allowfullscreen></iframe>""";

    /// <summary>Of a frame 640 pixels wide in the film's own proportions.</summary>
    private int Height => video is { Width: > 0 and var width, Height: > 0 and var height } ? Math.Clamp((int)Math.Round(640d * height / width), 180, 1138) : 360;
}
