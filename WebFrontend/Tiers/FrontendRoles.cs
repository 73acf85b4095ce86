namespace OrleansVideo.WebFrontend.Tiers;

/// <summary>What a frontend serves by itself.</summary>
[Flags]
public enum FrontendRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Pages, API, administration and dashboard.</summary>
    Pages = 1,

    /// <summary>The routes that move whole files: videos, posters, uploads.</summary>
    Streaming = 2,

    /// <summary>Everything, as one frontend on its own does.</summary>
    Both = Pages | Streaming,
}
