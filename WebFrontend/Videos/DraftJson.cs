using System.Text.Json.Serialization;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Videos;

/// <summary>A new draft: the video's details, and where its content goes.</summary>
public sealed record DraftJson : VideoJson
{
    /// <summary>The draft in the shape of the API.</summary>
    public DraftJson(VideoDetails video)
        : base(From(video)) => UploadUrl = $"/upload/{video.Id}";

    /// <summary>Where a multipart form with the file goes.</summary>
    [JsonPropertyOrder(1)]
    public string UploadUrl { get; }

    /// <summary>Where a resumable upload goes; null while this site takes none.</summary>
    [JsonPropertyOrder(2)]
    public string? TusUrl { get; }
}
