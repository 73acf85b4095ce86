namespace OrleansVideo.WebFrontend.Pages.UserHome;

/// <summary>What became of one of several videos.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title; null when it is not the caller's to know.</param>
/// <param name="Refusal">Why nothing was done; null when it was.</param>
public sealed record SelectedVideo(Guid Id, string? Title, Refusal? Refusal);
