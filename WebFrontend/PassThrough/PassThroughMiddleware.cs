using Microsoft.AspNetCore.Http.Features;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Network;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.PassThrough;

/// <summary>
/// <c>POST /api</c>: turns the request into the call that its envelope describes, before routing sees it. Nothing is
/// sent anywhere, so identity, limits, status and body are the API's own, and no other service can be reached (W6). The
/// call can't be another pass-through: that is not below <c>/api/v1/</c>.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="limits">How many an address may send; what they ask for has limits of its own.</param>
internal sealed class PassThroughMiddleware(RequestDelegate next, RateLimits limits)
{
    private const string Route = "/api";
    private const long MaxBytes = 1 << 20;

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.Equals(Route, StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await new ProblemResult(StatusProblems.Of(StatusCodes.Status405MethodNotAllowed)).ExecuteAsync(context);
            return;
        }

        if (!context.Request.HasJsonContentType())
        {
            await new ProblemResult(StatusProblems.Of(StatusCodes.Status415UnsupportedMediaType)).ExecuteAsync(context);
            return;
        }

        if (limits.Refuse(RateLimitKind.Envelopes, context) is { } tooMany)
        {
            await tooMany.ToProblem().ExecuteAsync(context);
            return;
        }

        if (BodyLimit.IsExceeded(context, MaxBytes))
        {
            await RefusalCode.TooLarge.ToProblem().ExecuteAsync(context);
            return;
        }

        if (Envelope.Read(await ReadAsync(context), out var envelope) is { } refused)
        {
            await refused.ToProblem().ExecuteAsync(context);
            return;
        }

        Rewrite(context, envelope!);
        await next(context);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBytes;
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }

    private static void Rewrite(HttpContext context, Envelope envelope)
    {
        var (request, response) = (context.Request, context.Response);
        request.Method = envelope.Method;
        request.Path = envelope.Target.Path;
        request.QueryString = new QueryString(envelope.Target.Query);
        request.Headers.ContentEncoding = default;
        request.Headers.TransferEncoding = default;
        request.ContentType = envelope.Body.Length > 0 ? "application/json" : null;
        request.ContentLength = envelope.Body.Length;
        request.Body = new MemoryStream(envelope.Body.ToArray(), writable: false);
        context.Features.Set<IHttpMaxRequestBodySizeFeature>(new EnvelopeSize());
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new EnvelopeBody(envelope.Body.Length > 0));
        // The answer to HEAD has no body; the connection, which saw POST, would not know.
        if (HttpMethods.IsHead(envelope.Method)) response.Body = Stream.Null;
    }
}

/// <summary>Whether a rewritten request has a body: that of the envelope itself, which came by POST, says nothing of it.</summary>
internal sealed class EnvelopeBody(bool canHaveBody) : IHttpRequestBodyDetectionFeature
{
    /// <inheritdoc/>
    public bool CanHaveBody => canHaveBody;
}

/// <summary>
/// The size limit of a rewritten request. Its body is in memory by now, within the envelope's own limit; a route may
/// still say its limit, and finds that nothing exceeds it.
/// </summary>
internal sealed class EnvelopeSize : IHttpMaxRequestBodySizeFeature
{
    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public long? MaxRequestBodySize { get; set; }
}
