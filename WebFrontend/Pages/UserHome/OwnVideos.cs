using OrleansVideo.Catalog;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>An account's videos as its owner looks after them: all but those in the trash, which have a list of their own.</summary>
public static class OwnVideos
{
    /// <summary>How many pages full of trash are read over before the reader is asked to go on.</summary>
    public const int MaxSkips = 4;

    /// <summary>One page. It may be short, as the trash is left out, but it is only empty when the list has ended or is mostly trash.</summary>
    /// <param name="catalog">The lists.</param>
    /// <param name="accountId">Whose.</param>
    /// <param name="cursor">Where the page begins.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<Result<Page<VideoDetails>>> PageAsync(ICatalogGrain catalog, Guid accountId, string? cursor, CancellationToken cancellationToken)
    {
        for (var skips = 0; ; skips++)
        {
            var listed = await catalog.ListOwned(accountId, status: null, new PageRequest(Cursor: cursor), cancellationToken);
            if (!listed.TryGet(out var page, out var refusal)) return refusal;

            var shown = page.Items.Where(video => video.Status != VideoStatus.Trashed).ToArray();
            if (shown.Length > 0 || page.NextCursor is null || skips == MaxSkips)
                return new Page<VideoDetails>(shown, page.NextCursor);
            cursor = page.NextCursor;
        }
    }
}
