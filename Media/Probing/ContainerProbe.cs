using Microsoft.Win32.SafeHandles;
using OrleansVideo.Media.Probing.Matroska;
using OrleansVideo.Media.Probing.Mp4;
using OrleansVideo.Media.Probing.Ogg;
using OrleansVideo.Media.Sniffing;

namespace OrleansVideo.Media.Probing;

/// <summary>
/// Reads what a video file says of itself and whether all of it is there, from its structure alone: the content is not read, so ten
/// gigabytes take as long as ten megabytes. Tools that play what they can get call a half file good; this does not.
/// </summary>
public static class ContainerProbe
{
    /// <summary>Probes a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The disk cannot be read. No content, however hostile, causes an exception.</exception>
    public static async Task<ProbeResult> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        using var file = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        return await ReadAsync(file, cancellationToken);
    }

    /// <summary>Probes an open file, as <see cref="Store.MediaStore.OpenRead"/> gives it; the caller keeps and disposes it.</summary>
    /// <exception cref="IOException">The disk cannot be read. No content, however hostile, causes an exception.</exception>
    public static async Task<ProbeResult> ReadAsync(SafeFileHandle file, CancellationToken cancellationToken = default)
    {
        var source = new ByteSource(file, cancellationToken);
        if (source.Length == 0)
            return ProbeFailure.Empty;
        var head = await source.ReadAsync(0, ContentSniffer.HeadBytes);
        var type = ContentSniffer.Sniff(head.Span);
        if (type is null)
            return ProbeFailure.UnknownType;
        ProbeResult result;
        if (type == MediaType.Mp4 || type == MediaType.Mov)
            result = await new Mp4File(source, type).ReadAsync();
        else if (type == MediaType.Ogg)
            result = await new OggFile(source).ReadAsync();
        else
            result = await new MatroskaFile(source, type).ReadAsync();
        // Whatever else a reader made of the empty answers, the true reason is that it gave up.
        return !result.IsPlayable && source.IsExhausted ? ProbeFailure.TooComplex : result;
    }
}
