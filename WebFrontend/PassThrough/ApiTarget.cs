using System.Buffers;

namespace OrleansVideo.WebFrontend.PassThrough;

/// <summary>
/// A path of this site's own API. Nothing else can be named: no other host, no way around by dot segments, doubled or
/// encoded slashes (W6). Paths of the API are plain, so every other character is refused rather than understood.
/// </summary>
/// <param name="Path">The path, below <c>/api/v1/</c>.</param>
/// <param name="Query">The query with its question mark; empty for none.</param>
public sealed record ApiTarget(string Path, string Query)
{
    private const string Root = "/api/v1/";
    private const int MaxLength = 4096;

    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./");

    /// <summary>The target that a url names; null when it is not one of the API.</summary>
    public static ApiTarget? Read(string url)
    {
        if (url.Length > MaxLength) return null;
        var question = url.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (url, "") : (url[..question], url[question..]);
        return path.StartsWith(Root, StringComparison.Ordinal)
            && path.Length > Root.Length
            && !path.AsSpan().ContainsAnyExcept(PathCharacters)
            && !path.Contains("//", StringComparison.Ordinal)
            && !path.Contains("/.", StringComparison.Ordinal)
            && !query.Any(character => char.IsControl(character) || character == '#')
            ? new ApiTarget(path, query)
            : null;
    }
}
