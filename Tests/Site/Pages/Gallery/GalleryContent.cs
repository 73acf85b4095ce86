using System.Text.RegularExpressions;
using OrleansVideo.Tests.Site.Administration;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Pages.Gallery;

/// <summary>What lies on the gallery's site: a dozen films, and one video in each state that a page shows.</summary>
/// <param name="site">The site.</param>
public sealed partial class GalleryContent(SiteProcess site) : IDisposable
{
    public const string OwnerName = "mira";

    private const string Description =
        "Filmed from the dunes, an hour before the first bathers came.\n\n0:10 the first light\n0:42 the gulls wake up\n\nThe map: https://example.org/dunes?view=map";

    private readonly Dictionary<string, string> _names = new() { ["owner"] = OwnerName };

    public SiteClient Owner { get; } = new(site.Address);

    public SiteClient Newcomer { get; } = new(site.Address);

    public SiteClient Admin { get; } = new(site.Address);

    /// <summary>Puts it all there.</summary>
    public async Task Seed()
    {
        (await Owner.Register(OwnerName)).Expect(201);
        (await Newcomer.Register("newcomer")).Expect(201);
        (await Admin.SignIn(SiteSettings.AdminName, SiteSettings.AdminPassword)).Expect(200);
        await Films();
        await Task.WhenAll(Comments(_names["ready"]), States(), Findings());
    }

    /// <summary>Who is signed in as a reader of this kind; null for a visitor.</summary>
    public SiteClient? ClientOf(GalleryRole role) => role switch
    {
        GalleryRole.Newcomer => Newcomer,
        GalleryRole.Owner => Owner,
        GalleryRole.Admin => Admin,
        _ => null,
    };

    /// <summary>A path with the ids of this site.</summary>
    public string PathOf(string path) => Name().Replace(path, name => _names[name.Groups[1].Value]);

    /// <summary>Gives something a name that paths may hold.</summary>
    public void Know(string name, string value) => _names[name] = value;

    public void Dispose()
    {
        foreach (var client in new[] { Owner, Newcomer, Admin }) client.Dispose();
    }

    /// <summary>Published in the order of the list, so that the pages show the same order each time.</summary>
    private async Task Films()
    {
        var files = await Task.WhenAll(GalleryFilm.All.Select(film => film.Make()));
        foreach (var (film, file) in GalleryFilm.All.Zip(files))
        {
            var id = await Owner.Publish(file, film.Title);
            if (film.Title == GalleryFilm.Main) Know("ready", id);
            if (film.Title == GalleryFilm.RightToLeft) Know("right-to-left", id);
        }

        (await Owner.Edit(_names["ready"], new { description = Description })).Expect(200);
        (await Owner.Edit(_names["right-to-left"], new { description = GalleryFilm.RightToLeft })).Expect(200);
    }

    private async Task Comments(string id)
    {
        (await Newcomer.Comment(id, "The light at 0:42 is wonderful. Which lens is that?")).Expect(201);
        (await Owner.Comment(id, "An old 50 mm.\nMore about it: https://example.org/lens")).Expect(201);
        (await Newcomer.Comment(id, GalleryFilm.RightToLeft)).Expect(201);
        foreach (var viewer in new[] { Owner, Newcomer, Admin }) (await viewer.PlayRange(id, "0-99")).Expect(206);
    }

    private async Task States()
    {
        var film = await GalleryFilm.All[0].Make();
        Know("draft", await Owner.CreateDraft("A draft without its file"));
        Know("private", await Owner.Publish(film, "Only for me", "private"));
        Know("trashed", await Owner.Publish(film, "Thrown away"));
        (await Owner.Trash(_names["trashed"])).Expect(202);
        Know("failed", await Owner.CreateDraft("Cut off in the middle"));
        var bytes = await File.ReadAllBytesAsync(film);
        (await Owner.Upload(_names["failed"], bytes[..(bytes.Length / 2)])).Expect(201);
        await Owner.WaitForState(_names["failed"], "failed");
        Know("gone", await Owner.Publish(film, "Gone for good"));
        (await Owner.DeleteForGood(_names["gone"])).Expect(202);
        await Admin.DeletionBecomes(_names["gone"], "done");
        await StuckDeletion.Make(site, Owner, Admin);
    }

    private async Task Findings()
    {
        await StrayFile.Make(site);
        await Admin.Scanned(dryRun: true);
    }

    [GeneratedRegex(@"\{([a-z-]+)\}")]
    private static partial Regex Name();
}
