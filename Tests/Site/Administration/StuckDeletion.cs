using OrleansVideo.Media.Store;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Administration;

/// <summary>A draft whose deletion is given up: a directory, which is no file to remove, is in the file's place (W19).</summary>
internal static class StuckDeletion
{
    /// <summary>Makes one on a site that gives up after few attempts.</summary>
    /// <returns>The id of the draft.</returns>
    public static async Task<string> Make(SiteProcess site, SiteClient owner, SiteClient admin)
    {
        var id = await owner.CreateDraft("Stuck");
        Directory.CreateDirectory(InTheWayOf(site, id));
        (await owner.DeleteForGood(id)).Expect(202);
        await admin.DeletionBecomes(id, "deadLetter");
        return id;
    }

    /// <summary>What kept the deletion from its end is gone.</summary>
    public static void Repair(SiteProcess site, string id) => Directory.Delete(InTheWayOf(site, id));

    private static string InTheWayOf(SiteProcess site, string id) => new MediaStore(Path.Combine(site.DataDirectory, "media")).PathOf(Guid.Parse(id));
}
