namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>Who looks at a page.</summary>
public enum GalleryRole
{
    /// <summary>Somebody without an account.</summary>
    Visitor,

    /// <summary>A member who has nothing yet.</summary>
    Newcomer,

    /// <summary>The member whose videos these are.</summary>
    Owner,

    /// <summary>An admin.</summary>
    Admin,
}
