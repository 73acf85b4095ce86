namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>Every page of the site in every state worth a look: a page more is a line more.</summary>
public static class GalleryPages
{
    private const string Nothing = "00000000-0000-7000-8000-000000000000";

    public static IReadOnlyList<GalleryPage> All { get; } =
    [
        new("home", "/"),
        new("home-member", "/") { Role = GalleryRole.Newcomer },
        new("home-search", "/?query=sea"),
        new("home-nothing-found", "/?query=zzzzzz"),
        new("home-of-one-owner", "/?owner={owner}"),
        new("home-new-site", "/") { Site = SiteKind.Bare },
        new("home-nothing-yet", "/") { Site = SiteKind.Closed },
        new("home-suggestions", "/") { Act = GalleryActs.Suggest, NeedsScript = true },
        new("watch", "/watch/{ready}") { Act = GalleryActs.Player, NeedsScript = true },
        new("watch-member", "/watch/{ready}") { Role = GalleryRole.Newcomer, Act = GalleryActs.Player, NeedsScript = true },
        new("watch-owner", "/watch/{ready}") { Role = GalleryRole.Owner, Act = GalleryActs.Player, NeedsScript = true },
        new("watch-share", "/watch/{ready}") { Act = GalleryActs.Share, NeedsScript = true },
        new("watch-keys", "/watch/{ready}") { Act = GalleryActs.Keys, NeedsScript = true },
        new("watch-right-to-left", "/watch/{right-to-left}") { Act = GalleryActs.Player, NeedsScript = true },
        new("watch-draft", "/watch/{draft}") { Role = GalleryRole.Owner },
        new("watch-failed", "/watch/{failed}") { Role = GalleryRole.Owner },
        new("watch-private", "/watch/{private}") { Role = GalleryRole.Owner },
        new("watch-trashed", "/watch/{trashed}") { Role = GalleryRole.Owner },
        new("watch-full-house", "/watch/{unlisted}") { Site = SiteKind.Bare, Act = GalleryActs.Wait, NeedsScript = true, Refusals = [429] },
        new("embed", "/embed/{ready}") { Act = GalleryActs.Player, NeedsScript = true },
        new("embed-gone", "/embed/{gone}") { Status = 410 },
        new("userhome", "/userhome") { Role = GalleryRole.Owner },
        new("userhome-empty", "/userhome") { Role = GalleryRole.Newcomer },
        new("userhome-nearly-full", "/userhome") { Site = SiteKind.Closed, Role = GalleryRole.Admin },
        new("userhome-chosen", "/userhome") { Role = GalleryRole.Owner, Act = GalleryActs.Choose, NeedsScript = true },
        new("userhome-upload-queue", "/userhome") { Role = GalleryRole.Newcomer, Act = GalleryActs.Drop, NeedsScript = true },
        new("userhome-edit-in-place", "/userhome") { Role = GalleryRole.Owner, Act = GalleryActs.EditInPlace, NeedsScript = true },
        new("userhome-delete-dialog", "/userhome") { Role = GalleryRole.Owner, Act = GalleryActs.DeleteForGood, NeedsScript = true },
        new("userhome-upload", "/userhome/upload/{draft}") { Role = GalleryRole.Owner },
        new("userhome-edit", "/userhome/edit/{ready}") { Role = GalleryRole.Owner },
        new("userhome-delete", "/userhome/delete/{ready}") { Role = GalleryRole.Owner },
        new("userhome-delete-several", "/userhome/delete?ids={draft}&ids={failed}") { Role = GalleryRole.Owner },
        new("home-without-scripts", "/") { IsWithoutScripts = true },
        new("watch-without-scripts", "/watch/{ready}") { IsWithoutScripts = true, Role = GalleryRole.Owner },
        new("userhome-without-scripts", "/userhome") { IsWithoutScripts = true, Role = GalleryRole.Owner },
        new("account", "/account") { Role = GalleryRole.Owner },
        new("login", "/account/login"),
        new("login-refused", "/account/login") { Act = GalleryActs.SignInWrongly, Refusals = [401] },
        new("register", "/account/register"),
        new("register-refused", "/account/register") { Act = GalleryActs.RegisterATakenName, Refusals = [409] },
        new("register-closed", "/account/register") { Site = SiteKind.Closed },
        new("logout", "/account/logout") { Role = GalleryRole.Owner },
        new("setup", "/setup") { Site = SiteKind.Bare },
        new("status-400", "/?cursor=!") { Status = 400 },
        new("status-403", "/admin") { Role = GalleryRole.Newcomer, Status = 403 },
        new("status-404", $"/watch/{Nothing}") { Status = 404 },
        new("status-410", "/watch/{gone}") { Status = 410 },
        new("status-429", "/error/429") { Role = GalleryRole.Admin, Status = 429 },
        new("status-500", "/error/500") { Role = GalleryRole.Admin, Status = 500 },
        new("status-503", "/error/503") { Role = GalleryRole.Admin, Status = 503 },
        new("admin", "/admin") { Role = GalleryRole.Admin },
        new("admin-streams", "/admin/streams") { Role = GalleryRole.Admin },
        new("admin-deletions", "/admin/deletions") { Role = GalleryRole.Admin },
        new("admin-deletions-none", "/admin/deletions?state=held") { Role = GalleryRole.Admin },
        new("admin-storage", "/admin/storage") { Role = GalleryRole.Admin },
        new("admin-orleans", "/admin/orleans/") { Role = GalleryRole.Admin, Act = GalleryActs.Dashboard, NeedsScript = true, IsForeign = true },
    ];

    /// <summary>The names of all, as cases of a test.</summary>
    public static TheoryData<string> Names => [.. All.Select(page => page.Name)];

    /// <summary>The page of a name.</summary>
    public static GalleryPage Of(string name) => All.Single(page => page.Name == name);
}
