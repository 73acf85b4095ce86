namespace OrleansVideo.Grains.Uploads;

/// <summary>What an upload got of its account's storage.</summary>
/// <param name="Bytes">Bytes reserved; 0 when refused.</param>
/// <param name="Refusal">Why not; null when reserved.</param>
internal readonly record struct Reservation(long Bytes, RefusalCode? Refusal);
