namespace OrleansVideo.Media.Store;

/// <summary>
/// The media volume has no room left, or the quota of the account that writes to it is used up. What was written before stays; nothing
/// was published. Thrown by every writing member of <see cref="MediaStore"/> and <see cref="PartFile"/>; the upload answers it with 507.
/// </summary>
public sealed class StorageFullException : IOException
{
    /// <summary>No room, said in a general sentence.</summary>
    public StorageFullException()
        : base("The media volume is full.")
    {
    }

    /// <summary>No room, in the caller's words.</summary>
    public StorageFullException(string message)
        : base(message)
    {
    }

    /// <summary>No room, with the operating system's own error inside.</summary>
    public StorageFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
