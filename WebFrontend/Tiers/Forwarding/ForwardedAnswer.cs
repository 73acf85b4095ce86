using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using OrleansVideo.WebFrontend.Problems;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace OrleansVideo.WebFrontend.Tiers.Forwarding;

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
