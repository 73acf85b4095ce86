namespace OrleansVideo.WebFrontend.Administration.Deletion;

/// <summary>The answer to a replay of all dead letters.</summary>
/// <param name="Replayed">How many there were.</param>
internal sealed record ReplayedJson(int Replayed);
