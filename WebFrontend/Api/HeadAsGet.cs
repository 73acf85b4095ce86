namespace OrleansVideo.WebFrontend.Api;

/// <summary>
/// HEAD on the API: answered as GET, without the body (RFC 9110 §9.3.2). The server leaves the body out by itself.
/// </summary>
internal static class HeadAsGet
{
    /// <summary>Adds the rule; it belongs before routing.</summary>
    public static void UseHeadAsGet(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method) && context.Request.Path.StartsWithSegments("/api"))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });
}
