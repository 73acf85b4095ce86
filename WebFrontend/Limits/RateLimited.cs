using Microsoft.AspNetCore.Mvc.RazorPages;
using OrleansVideo.Silo.Configuration;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Limits;

/// <summary>
/// Says which limit a route, or the handler of a page, counts for. Whatever writes has one; what says nothing counts as
/// <see cref="RateLimitKind.Edits"/>.
/// </summary>
/// <param name="kind">The limit.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RateLimitedAttribute(RateLimitKind kind) : Attribute
{
    /// <summary>The limit.</summary>
    public RateLimitKind Kind => kind;

    /// <summary>Whether requests that only read count too.</summary>
    public bool CountsReads { get; init; }

    /// <summary>Whether it is counted by what the route or handler calls, which knows more of it.</summary>
    public bool IsCountedWithin { get; init; }
}

/// <summary>Limits on routes. Pages limit their handlers themselves, as they show the refusal beside what was typed.</summary>
internal static class RateLimitedRoutes
{
    /// <summary>Counts what the routes write for this limit.</summary>
    /// <param name="routes">The route, or a group of them.</param>
    /// <param name="kind">The limit.</param>
    /// <param name="countsReads">Whether requests that only read count too.</param>
    /// <param name="isCountedWithin">Whether it is counted by what the route calls.</param>
    public static TBuilder LimitRate<TBuilder>(this TBuilder routes, RateLimitKind kind, bool countsReads = false, bool isCountedWithin = false)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(new RateLimitedAttribute(kind) { CountsReads = countsReads, IsCountedWithin = isCountedWithin });

    /// <summary>Refuses what is too much; it belongs behind authorization, which knows the account.</summary>
    public static void UseRateLimits(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<RateLimits>();
        app.Use((context, next) => KindOf(context) is { } kind && limits.Refuse(kind, context) is { } refusal
            ? refusal.ToProblem().ExecuteAsync(context)
            : next(context));
    }

    /// <summary>Whether a method asks for a change (RFC 9110 §9.2.1).</summary>
    public static bool Writes(string method) => !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method));

    private static RateLimitKind? KindOf(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null) return null;
        var limited = endpoint.Metadata.GetMetadata<RateLimitedAttribute>();
        if (!Writes(context.Request.Method) && limited is not { CountsReads: true }) return null;
        return limited is null ? RateLimitKind.Edits : limited.IsCountedWithin || limited.Kind == RateLimitKind.None ? null : limited.Kind;
    }
}

/// <summary>How often one may do what.</summary>
public static class LimitsSetup
{
    /// <summary>Adds the limits and their options.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddVideoOptions<LimitOptions>("Limits");
        services.AddSingleton<RateLimits>();
        return services;
    }
}
