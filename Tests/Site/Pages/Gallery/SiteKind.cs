namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>Which of the gallery's sites a page is on.</summary>
public enum SiteKind
{
    /// <summary>The one with all that can be shown (<see cref="GalleryContent"/>).</summary>
    Busy,

    /// <summary>The one that nobody has set up (<see cref="BareSite"/>).</summary>
    Bare,

    /// <summary>The one that takes no new accounts (<see cref="ClosedSite"/>).</summary>
    Closed,
}
