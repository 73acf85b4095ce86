using OrleansVideo.Deletion;
using OrleansVideo.WebFrontend.Videos;

namespace OrleansVideo.WebFrontend.Deletion;

/// <summary>The answer to a deletion.</summary>
/// <param name="State">The video's state now.</param>
/// <param name="DeleteAfter">When its files go; null once they are gone.</param>
public sealed record DeletionJson(string State, DateTime? DeleteAfter)
{
    /// <summary>The receipt in the shape of the API.</summary>
    public static DeletionJson From(DeletionReceipt receipt) =>
        new(VideoWords.Of(receipt.Status), receipt.DeleteAfter?.UtcDateTime);
}
