using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>The conditions of a GET or HEAD request, in their order of precedence (RFC 9110 §13.2.2).</summary>
internal static class Preconditions
{
    /// <summary>
    /// 1. If-Match, by strong comparison; 2. without it, If-Unmodified-Since; 3. If-None-Match, by weak comparison;
    /// 4. without it, If-Modified-Since. A tag that can't be read matches nothing.
    /// </summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="etag">The content's strong validator.</param>
    /// <param name="lastModified">The content's date, in whole seconds.</param>
    public static PreconditionOutcome Evaluate(IHeaderDictionary headers, EntityTagHeaderValue etag, DateTimeOffset lastModified)
    {
        var typed = new RequestHeaders(headers);
        var fails = headers.IfMatch.Count > 0
            ? !typed.IfMatch.Any(tag => IsAny(tag) || tag.Compare(etag, useStrongComparison: true))
            : lastModified > typed.IfUnmodifiedSince;
        if (fails) return PreconditionOutcome.Failed;

        var isKnown = headers.IfNoneMatch.Count > 0
            ? typed.IfNoneMatch.Any(tag => IsAny(tag) || tag.Compare(etag, useStrongComparison: false))
            : lastModified <= typed.IfModifiedSince;
        return isKnown ? PreconditionOutcome.NotModified : PreconditionOutcome.Holds;
    }

    /// <summary>
    /// Whether Range is to be honoured (§13.1.5): If-Range is absent, or its strong tag or exact date is the content's. What
    /// can't be read is no match: the whole content is always right.
    /// </summary>
    public static bool RangeApplies(IHeaderDictionary headers, EntityTagHeaderValue etag, DateTimeOffset lastModified)
    {
        if (headers.IfRange.Count == 0) return true;
        var condition = new RequestHeaders(headers).IfRange;
        return condition?.EntityTag is { } tag
            ? tag.Compare(etag, useStrongComparison: true)
            : condition?.LastModified == lastModified;
    }

    private static bool IsAny(EntityTagHeaderValue tag) => tag.Equals(EntityTagHeaderValue.Any);
}

/// <summary>What the conditions of a request come to.</summary>
internal enum PreconditionOutcome
{
    /// <summary>Go on.</summary>
    Holds,

    /// <summary>The client has it already: 304.</summary>
    NotModified,

    /// <summary>The client wants another state of it: 412.</summary>
    Failed,
}
