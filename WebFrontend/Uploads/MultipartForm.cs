using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace OrleansVideo.WebFrontend.Uploads;

/// <summary>Reads a form with one file (RFC 7578) as it streams in.</summary>
internal static class MultipartForm
{
    private const string FieldName = "file";
    private const int MaxBoundary = 70; // RFC 2046 §5.1.1

    /// <summary>The boundary of a multipart/form-data body; null when the body is something else.</summary>
    public static string? BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= MaxBoundary } ? boundary : null;
    }

    /// <summary>The section of the field <c>file</c>; what comes before it is skipped. Null when there is none.</summary>
    public static async Task<MultipartSection?> FindFile(MultipartReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.GetContentDispositionHeader() is { } disposition
                && HeaderUtilities.RemoveQuotes(disposition.Name).Equals(FieldName, StringComparison.Ordinal)) return section;
        }

        return null;
    }

    /// <summary>Reads up to the closing boundary, without which the body is not whole.</summary>
    public static async Task ReadToEnd(MultipartReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadNextSectionAsync(cancellationToken) is not null)
        {
        }
    }

    /// <summary>Whether the exception says that the body is malformed, ended early, or was cut off by the client.</summary>
    public static bool IsCutShort(Exception exception) => exception
        is BadHttpRequestException or ConnectionResetException or ConnectionAbortedException
        or InvalidDataException or OperationCanceledException
        || exception.GetType() == typeof(IOException) && exception.Source == typeof(MultipartReader).Assembly.GetName().Name;
}
