namespace OrleansVideo.WebFrontend.Administration.Storage;

/// <summary>The scan that is wanted.</summary>
/// <param name="DryRun">Whether it moves nothing. It has to be said: a body without it must not move files.</param>
internal sealed record ScanJson(bool? DryRun);
