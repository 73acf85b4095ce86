namespace OrleansVideo.WebFrontend.Uploads;

/// <summary>The answer to an upload.</summary>
/// <param name="Id">The video.</param>
/// <param name="Size">Bytes of its content.</param>
internal sealed record UploadedJson(Guid Id, long Size);
