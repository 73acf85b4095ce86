using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using OrleansVideo.WebFrontend.Problems;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

/// <summary>
/// What a forwarded request says: the caller's own headers, its Host included, so that the tier judges cross-site
/// requests as this frontend does; and the caller's address as this frontend knows it. What the caller itself wrote
/// about addresses is gone by then: believed, or replaced (W1).
/// </summary>
internal static class ForwardedRequest
{
    /// <summary>Adds the transforms.</summary>
    public static void Transform(TransformBuilderContext builder)
    {
        builder.AddOriginalHost();
        builder.UseDefaultForwarders = false;
        builder.AddXForwardedFor(action: ForwardedTransformActions.Set);
        builder.AddXForwardedProto(action: ForwardedTransformActions.Set);
        builder.AddXForwardedHost(action: ForwardedTransformActions.Remove);
        builder.AddXForwardedPrefix(action: ForwardedTransformActions.Remove);
        builder.AddRequestHeaderRemove("Forwarded");
        builder.AddRequestTransform(context =>
        {
            ForwardingLoop.Mark(context.ProxyRequest.Headers);
            if (context.ProxyRequest.Content is not null) AskFirst(context.ProxyRequest.Headers);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>
    /// The tier asks for a body once it wants it. So its refusal of an upload arrives before the body was sent in vain,
    /// and a caller that itself asks first (Expect: 100-continue) is answered by the tier. The connection is not used again,
    /// as one whose body was not wanted could not be.
    /// </summary>
    private static void AskFirst(System.Net.Http.Headers.HttpRequestHeaders headers)
    {
        headers.Remove(HeaderNames.Expect);
        headers.ExpectContinue = true;
        headers.ConnectionClose = true;
    }
}

/// <summary>
/// The tier's answer passes unchanged, but for one thing: it has no pages, so its refusals are problem JSON, and a browser
/// that asked for a page gets them as this frontend's error page.
/// </summary>
internal static class ForwardedAnswer
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>A problem document of ours has a few hundred bytes; what is larger than this is none.</summary>
    private const int MaxProblem = 16 * 1024;

    /// <summary>Adds the transform.</summary>
    public static void Transform(TransformBuilderContext builder) => builder.AddResponseTransform(async context =>
    {
        if (context.ProxyResponse is not { } answer || answer.Content.Headers.ContentType?.MediaType != ProblemJson) return;
        if (answer.Content.Headers.ContentLength > MaxProblem || !context.HttpContext.WantsPage()) return;
        if (await Read(answer, context.CancellationToken) is not { } problem) return;
        context.HttpContext.Features.Set(problem); // For the error page.
        context.HttpContext.Response.Headers.ContentType = default;
        context.HttpContext.Response.Headers.ContentLength = null;
        context.SuppressResponseBody = true;
    });

    /// <summary>The problem; null when the body, which is buffered and passes on then, is not one of ours.</summary>
    private static async Task<ProblemKind?> Read(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(MaxProblem, cancellationToken);
            var problem = JsonSerializer.Deserialize<ProblemDetails>(await answer.Content.ReadAsByteArrayAsync(cancellationToken), JsonSerializerOptions.Web);
            return problem is { Title: { } title, Detail: { } detail } && problem.Extensions.TryGetValue("code", out var code)
                ? new ProblemKind((int)answer.StatusCode, $"{code}", title, detail)
                : null;
        }
        catch (JsonException)
        {
            return null; // A problem of somebody between us and the tier: it passes as it is.
        }
    }
}
