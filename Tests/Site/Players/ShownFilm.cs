using System.Security.Cryptography;

namespace OrleansVideo.Tests.Site.Players;

/// <summary>A film on a site, and the file that was uploaded.</summary>
public sealed record ShownFilm(Uri Site, string Id, string File)
{
    public long Length { get; } = new FileInfo(File).Length;

    /// <summary>The address of the watch page.</summary>
    public string Page => $"{Site}watch/{Id}";

    /// <summary>The address of the bytes. The query says nothing to the site; by it one program's requests are found in the log.</summary>
    public string AddressFor(string program) => $"{Site}videos/{Id}?for={program}";

    /// <summary>Fails unless the file has the very bytes that were uploaded.</summary>
    public async Task AssertSameAs(string download) => Assert.Equal(await Digest(File), await Digest(download));

    private static async Task<string> Digest(string file)
    {
        await using var stream = System.IO.File.OpenRead(file);
        return Convert.ToHexString(await SHA256.HashDataAsync(stream));
    }
}
