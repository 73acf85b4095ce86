using System.Reflection;

namespace OrleansVideo.Tests.Architecture;

/// <summary>One project: what it may use, and which folders it has besides the features' own.</summary>
public sealed record Floor(string Name, Assembly Assembly, string[] MayUse, string[] MayNotTouch, string[] Folders)
{
    /// <summary>The features; a folder of this name means the same on every floor.</summary>
    public static readonly string[] Features =
        ["Accounts", "Administration", "Catalog", "Comments", "Deletion", "Storage", "Streaming", "Uploads", "Videos"];

    /// <summary>Kinds of class are no feature: code in such a folder belongs to one that is.</summary>
    public static readonly string[] NoFeatures =
        ["Common", "Extensions", "Helpers", "Infrastructure", "Managers", "Misc", "Models", "Services", "Shared", "Utilities", "Utils"];

    /// <summary>The house, from its lowest floor to its highest.</summary>
    public static IReadOnlyList<Floor> All { get; } =
    [
        new("Grains.Interfaces", Assembly.Load("OrleansVideo.Grains.Interfaces"),
            MayUse: [],
            MayNotTouch: ["Microsoft.AspNetCore.", "Orleans.Runtime", "Orleans.Server", "Dapper", "Microsoft.Data.", "Npgsql"],
            Folders: ["Results"]),
        new("Media", Assembly.Load("OrleansVideo.Media"),
            MayUse: [],
            MayNotTouch: ["Microsoft.AspNetCore.", "Orleans.", "Dapper", "Microsoft.Data.", "Npgsql"],
            Folders: ["Inventory", "Posters", "Probing", "Sniffing", "Store"]),
        new("Grains", Assembly.Load("OrleansVideo.Grains"),
            MayUse: ["Grains.Interfaces", "Media"],
            MayNotTouch: ["Microsoft.AspNetCore.", "Microsoft.Data.", "Npgsql"],
            Folders: ["Database", "DueWork"]),
        new("Silo", Assembly.Load("OrleansVideo.Silo"),
            MayUse: ["Grains", "Grains.Interfaces", "Media"],
            MayNotTouch: [],
            Folders: ["Clustering", "Configuration", "DataDirectory", "Database", "DueWork", "Health", "Persistence", "Startup", "Telemetry"]),
        new("WebFrontend", Assembly.Load("OrleansVideo.WebFrontend"),
            MayUse: ["Grains.Interfaces", "Media", "Silo"],
            MayNotTouch: ["Dapper", "Microsoft.Data.", "Npgsql"],
            Folders:
            [
                "Api", "Assets", "Feeds", "Health", "Hosting", "Limits", "Localization", "Network", "Pages", "PassThrough", "Preferences", "Problems", "Properties", "Reference", "Security",
                "Tiers", "wwwroot",
            ]),
    ];

    /// <summary>The names of the projects of ours among these assembly names.</summary>
    public static IEnumerable<string> ProjectsOfOurs(IEnumerable<string> assemblyNames) => assemblyNames
        .Where(name => name.StartsWith("OrleansVideo.", StringComparison.Ordinal))
        .Select(name => name["OrleansVideo.".Length..]);
}
