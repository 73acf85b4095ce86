namespace OrleansVideo.Media.Store;

/// <summary>
/// The one place that knows how an operating system says "no room": on Unix .NET keeps the errno in <see cref="Exception.HResult"/>
/// (ENOSPC 28; EDQUOT 122 on Linux, 69 on macOS), on Windows the Win32 codes 39, 112 and 1295.
/// </summary>
public static class StorageFull
{
    private const int OutOfSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;

    /// <summary>Whether the error says so.</summary>
    public static bool Is(IOException error) => error is StorageFullException || IsCode(error.HResult);

    /// <summary>Whether a system's error code, as it is in <see cref="Exception.HResult"/>, says so.</summary>
    public static bool IsCode(int code)
    {
        if (OperatingSystem.IsWindows())
            return code is unchecked((int)0x80070027) or unchecked((int)0x80070070) or unchecked((int)0x8007050F);
        return code == OutOfSpace || code == (OperatingSystem.IsMacOS() ? MacQuota : LinuxQuota);
    }

    /// <summary>The store's own error for one that says so.</summary>
    public static StorageFullException From(IOException error) =>
        error as StorageFullException ?? new StorageFullException("The media volume is full.", error);
}

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
