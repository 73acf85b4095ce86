namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>One page of the site in one state, and how to get there.</summary>
/// <param name="Name">Its name: that of its pictures and of its tests.</param>
/// <param name="Path">Where it is; a name in braces stands for what <see cref="GalleryContent"/> knows by it.</param>
public sealed record GalleryPage(string Name, string Path)
{
    /// <summary>Who looks.</summary>
    public GalleryRole Role { get; init; }

    /// <summary>The status of its answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Which site it is on.</summary>
    public SiteKind Site { get; init; }

    /// <summary>What is done on the page before it is looked at.</summary>
    public Func<Visit, Task>? Act { get; init; }

    /// <summary>Whether that needs the page's scripts; else it works by the page's forms alone.</summary>
    public bool NeedsScript { get; init; }

    /// <summary>Whether the reader's browser runs no scripts.</summary>
    public bool IsWithoutScripts { get; init; }

    /// <summary>Whether a library made the page: then it is pictured, and its markup is not ours to judge.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Statuses of refusals that belong to the page.</summary>
    public int[] Refusals { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
