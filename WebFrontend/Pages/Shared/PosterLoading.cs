namespace OrleansVideo.WebFrontend.Pages.Shared;

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
