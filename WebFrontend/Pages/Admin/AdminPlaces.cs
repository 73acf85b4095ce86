using Microsoft.Extensions.Localization;

namespace OrleansVideo.WebFrontend.Pages.Admin;

/// <summary>Where admins go: the places of their navigation.</summary>
internal static class AdminPlaces
{
    /// <summary>Where Orleans Dashboard lies.</summary>
    public const string Dashboard = "/admin/orleans";

    /// <summary>The places, in order: path and name.</summary>
    public static (string Path, string Name)[] Of(IStringLocalizer words) =>
    [
        ("/admin", words["Overview"]),
        ("/admin/streams", words["Streams"]),
        ("/admin/deletions", words["Deletions"]),
        ("/admin/storage", words["Storage"]),
        (Dashboard, words["Grains and silos"]),
    ];
}
