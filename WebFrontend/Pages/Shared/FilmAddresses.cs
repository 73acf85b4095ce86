using System.Text.Encodings.Web;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.Shared;

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
