using System.Security.Cryptography;

namespace OrleansVideo.Accounts;

/// <summary>
/// A session's public name. Its id is what the cookie carries, so it is shown nowhere; the handle is made of it by a one-way function
/// (SHA-256): it tells sessions apart, and opens none.
/// </summary>
public static class SessionHandle
{
    /// <summary>The handle of a session.</summary>
    /// <param name="sessionId">The id that the cookie names: 122 random bits, so that no table of hashes leads back to it.</param>
    public static Guid Of(Guid sessionId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(sessionId.ToByteArray(), hash);
        return new Guid(hash[..16]);
    }
}
