using OrleansVideo.Catalog;
using OrleansVideo.Uploads;

namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>What an account can upload now.</summary>
/// <param name="MaxBytes">The largest file that the site takes, in bytes.</param>
/// <param name="Left">How many bytes the account has left.</param>
/// <param name="Types">The types that are taken, by name.</param>
/// <param name="AtOnce">How many uploads the page runs at once.</param>
public sealed record UploadRoom(long MaxBytes, long Left, string Types, int AtOnce)
{
    /// <summary>What the file dialog offers first; the content decides in the end.</summary>
    public const string Accept = "video/*,.mp4,.m4v,.mov,.webm,.mkv,.ogv,.ogg";

    /// <summary>Two fill a line as well as many do, and each is done sooner.</summary>
    private const int MostAtOnce = 2;

    /// <summary>Nothing at all.</summary>
    public static UploadRoom None { get; } = new(0, 0, "", 1);

    /// <summary>The largest file that can be uploaded now, in bytes.</summary>
    public long Largest => Math.Min(MaxBytes, Left);

    /// <summary>The limits of an account that uses so much.</summary>
    public static UploadRoom Of(UploadsOptions options, StorageUse use) => new(
        options.MaxBytes, Math.Max(0, use.Limit - use.Used), options.AllowedTypes, Math.Min(MostAtOnce, options.MaxConcurrentPerUser));
}
