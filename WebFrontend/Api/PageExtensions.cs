using OrleansVideo.Catalog;

namespace OrleansVideo.WebFrontend.Api;

/// <summary>From a page of the cluster to a page of the API.</summary>
public static class PageExtensions
{
    /// <summary>The page in the shape of the API.</summary>
    /// <param name="page">The page.</param>
    /// <param name="shape">Gives one item its shape.</param>
    public static PageJson<TJson> ToJson<TItem, TJson>(this Page<TItem> page, Func<TItem, TJson> shape) =>
        new([.. page.Items.Select(shape)], page.NextCursor);
}
