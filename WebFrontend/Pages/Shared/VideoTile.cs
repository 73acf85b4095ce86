using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.Shared;

/// <summary>A video as a list shows it.</summary>
/// <param name="Video">The video.</param>
/// <param name="Now">The page's now.</param>
/// <param name="Place">Its place in the list, from 0; by default one that is not seen at once.</param>
public sealed record VideoTile(VideoDetails Video, DateTimeOffset Now, int Place = int.MaxValue)
{
    /// <summary>Tiles that are seen before anybody scrolls: a row on a wide screen.</summary>
    private const int Early = 4;

    /// <summary>How the poster is loaded: the first ones at once, the very first before all else, the others when they come near.</summary>
    public PosterLoading Loading => Place switch
    {
        0 => PosterLoading.First,
        < Early => PosterLoading.AtOnce,
        _ => PosterLoading.WhenNear,
    };
}

/// <summary>When a browser loads a poster.</summary>
public enum PosterLoading
{
    /// <summary>As it comes near the window.</summary>
    WhenNear,

    /// <summary>With the page.</summary>
    AtOnce,

    /// <summary>With the page, before other pictures: it is the largest thing that people see first.</summary>
    First,
}
