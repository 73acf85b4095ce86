using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>
/// Tells before a token is asked for whether a request gets bytes at all (RFC 9110 §13.2.2 and §14.2). The framework
/// writes the answer; a request that this calls free of bytes can't read any.
/// </summary>
internal static class Preconditions
{
    /// <summary>Whether the answer has a body: neither HEAD, nor 304, 412 or 416.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="headers">The request's headers.</param>
    /// <param name="etag">The file's strong validator.</param>
    /// <param name="lastModified">The file's date, in whole seconds.</param>
    /// <param name="length">The file's length in bytes.</param>
    public static bool SendBytes(string method, IHeaderDictionary headers, EntityTagHeaderValue etag, DateTimeOffset lastModified, long length)
    {
        var typed = new RequestHeaders(headers);
        return !HttpMethods.IsHead(method)
            && !Fails(typed, etag, lastModified)
            && !IsNotModified(typed, etag, lastModified)
            && !IsUnsatisfiable(typed, etag, lastModified, length);
    }

    /// <summary>A range of another unit than bytes is no range (RFC 9110 §14.2); the framework takes it for one.</summary>
    public static void IgnoreUnknownUnits(IHeaderDictionary headers)
    {
        if (!headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase)) headers.Remove(HeaderNames.Range);
    }

    private static bool Fails(RequestHeaders headers, EntityTagHeaderValue etag, DateTimeOffset lastModified) =>
        headers.IfMatch.Count > 0
            ? !headers.IfMatch.Any(tag => IsAny(tag) || tag.Compare(etag, useStrongComparison: true))
            : headers.IfUnmodifiedSince < lastModified;

    private static bool IsNotModified(RequestHeaders headers, EntityTagHeaderValue etag, DateTimeOffset lastModified) =>
        headers.IfNoneMatch.Count > 0
            ? headers.IfNoneMatch.Any(tag => IsAny(tag) || tag.Compare(etag, useStrongComparison: false))
            : headers.IfModifiedSince >= lastModified;

    /// <summary>One range that begins past the end, or a suffix of nothing. Several ranges get the whole file.</summary>
    private static bool IsUnsatisfiable(RequestHeaders headers, EntityTagHeaderValue etag, DateTimeOffset lastModified, long length)
    {
        if (headers.Range is not { Ranges.Count: 1 } range || !RangeApplies(headers.IfRange, etag, lastModified)) return false;
        var only = range.Ranges.First();
        return only.From is { } from ? from >= length : only.To is null or 0;
    }

    private static bool RangeApplies(RangeConditionHeaderValue? condition, EntityTagHeaderValue etag, DateTimeOffset lastModified) =>
        condition is null
        || (condition.EntityTag?.Compare(etag, useStrongComparison: true) ?? condition.LastModified >= lastModified);

    private static bool IsAny(EntityTagHeaderValue tag) => tag.Equals(EntityTagHeaderValue.Any);
}
