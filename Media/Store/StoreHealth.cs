namespace OrleansVideo.Media.Store;

/// <summary>Whether the media directory can take a file right now.</summary>
/// <param name="IsWritable">Its rights and its volume allow it, and a byte was written and removed again within <see cref="MediaStore.WriteEvery"/>.</param>
/// <param name="AvailableBytes">Room left for this process on the volume; 0 when it cannot be asked.</param>
/// <param name="Problem">Why it is not writable, in the system's words; null when it is.</param>
/// <param name="IsFull">Whether it is not writable for want of room alone: what is there can be read, and removed.</param>
public sealed record StoreHealth(bool IsWritable, long AvailableBytes, string? Problem, bool IsFull = false);
