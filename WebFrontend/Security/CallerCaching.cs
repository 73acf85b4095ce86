using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Net.Http.Headers;
using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.WebFrontend.Security;

/// <summary>
/// Says to caches that an answer depends on who asks (RFC 9111 §5.2). A route that knows better, such as one whose answer is the same
/// for everybody, says so itself.
/// </summary>
internal sealed class CallerCaching : IEndpointFilter, IResultFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.CacheControl = context.HttpContext.GetCaller() is null ? "no-cache" : "no-store";
        headers.Append(HeaderNames.Vary, "Cookie, Authorization");
        return next(context);
    }

    /// <summary>Pages with a form are kept nowhere, as the framework has it for the form's token; others are asked for again before each use.</summary>
    public void OnResultExecuting(ResultExecutingContext context) => context.HttpContext.Response.OnStarting(() =>
    {
        var headers = context.HttpContext.Response.Headers;
        if (headers.CacheControl.Count == 0) headers.CacheControl = "private, no-cache";
        headers.Append(HeaderNames.Vary, "Cookie, Accept-Language");
        return Task.CompletedTask;
    });

    /// <inheritdoc/>
    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
