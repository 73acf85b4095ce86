namespace OrleansVideo.Grains.Uploads;

/// <summary>What an upload got of its account's storage.</summary>
/// <param name="Bytes">Bytes reserved; 0 when refused.</param>
/// <param name="MaxBytes">How far the reservation can grow, by the limits and the room of now; 0 when refused.</param>
/// <param name="Refusal">Why not; null when reserved.</param>
internal readonly record struct Reservation(long Bytes, long MaxBytes, RefusalCode? Refusal)
{
    /// <summary>Nothing was reserved.</summary>
    public static Reservation Refused(RefusalCode refusal) => new(0, 0, refusal);
}
