using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace OrleansVideo.WebFrontend.Uploads;

/// <summary>
/// Reads a form with one file (RFC 7578) as it streams in. Whatever else the form has is read past and bounded: parts, their headers,
/// and the bytes of their contents.
/// </summary>
/// <param name="boundary">The form's boundary.</param>
/// <param name="body">The request's body.</param>
internal sealed class MultipartForm(string boundary, Stream body)
{
    /// <summary>Parts that a form may have, its file among them.</summary>
    public const int MaxParts = 32;

    /// <summary>Bytes that its other fields may have in all.</summary>
    public const int MaxFieldBytes = 64 * 1024;

    /// <summary>Bytes of one part's headers.</summary>
    public const int MaxHeaderBytes = 8 * 1024;

    private const int MaxHeaders = 16;
    private const string FieldName = "file";
    private const int MaxBoundary = 70; // RFC 2046 §5.1.1

    private readonly MultipartReader _reader = new(boundary, body)
    {
        BodyLengthLimit = null, // The file's limit is its reader's; those of the fields are here.
        HeadersCountLimit = MaxHeaders,
        HeadersLengthLimit = MaxHeaderBytes,
    };

    private readonly byte[] _skipped = new byte[4 * 1024];
    private int _parts;
    private int _fieldBytes;

    /// <summary>The boundary of a multipart/form-data body; null when the body is something else.</summary>
    public static string? BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= MaxBoundary } ? boundary : null;
    }

    /// <summary>Reads up to the field <c>file</c>; null when there is none.</summary>
    /// <exception cref="FormLimitException">What comes before it is too much.</exception>
    public async Task<MultipartSection?> FindFileAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } section)
        {
            var disposition = section.GetContentDispositionHeader();
            if (disposition is not null && HeaderUtilities.RemoveQuotes(disposition.Name).Equals(FieldName, StringComparison.Ordinal)) return section;
            if (!await TrySkipAsync(section, cancellationToken))
                throw disposition?.IsFileDisposition() == true ? new FormLimitException(FormLimitException.Files) : new FormLimitException(FormLimitException.Fields);
        }

        return null;
    }

    /// <summary>Reads up to the closing boundary, without which the body is not whole.</summary>
    /// <exception cref="FormLimitException">What comes after the file is too much.</exception>
    public async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } section)
        {
            if (!await TrySkipAsync(section, cancellationToken)) throw new FormLimitException(FormLimitException.Fields);
        }
    }

    /// <summary>Whether the exception says that the body is malformed, ended early, or was cut off by the client.</summary>
    public static bool IsCutShort(Exception exception) => exception
        is BadHttpRequestException or ConnectionResetException or ConnectionAbortedException
        or InvalidDataException or OperationCanceledException
        || exception.GetType() == typeof(IOException) && exception.Source == typeof(MultipartReader).Assembly.GetName().Name;

    private async Task<MultipartSection?> NextAsync(CancellationToken cancellationToken)
    {
        var section = await _reader.ReadNextSectionAsync(cancellationToken);
        if (section is not null && ++_parts > MaxParts) throw new FormLimitException(FormLimitException.Parts);
        return section;
    }

    private async Task<bool> TrySkipAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        for (int read; (read = await section.Body.ReadAsync(_skipped, cancellationToken)) > 0;)
        {
            if ((_fieldBytes += read) > MaxFieldBytes) return false;
        }

        return true;
    }
}

/// <summary>A form has more beside its file than is read.</summary>
internal sealed class FormLimitException(string words) : Exception(words)
{
    /// <summary>Too many parts.</summary>
    public const string Parts = "A form has at most 32 parts, its file among them.";

    /// <summary>Too many bytes.</summary>
    public const string Fields = "The fields beside the file have at most 64 KiB in all.";

    /// <summary>A file, but in another field than the one that is read.</summary>
    public const string Files = "The file is in another field than the one named file.";

    /// <summary>The refusal in these words.</summary>
    public Refusal ToRefusal() => new(Message == Files ? RefusalCode.FileMissing : RefusalCode.MultipartInvalid, Message);
}
