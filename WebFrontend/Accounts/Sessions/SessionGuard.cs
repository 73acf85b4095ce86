using Microsoft.AspNetCore.Diagnostics;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Accounts.Sessions;

/// <summary>Answers 503 where the caller's session could not be checked: trouble of the cluster signs nobody out.</summary>
internal static class SessionGuard
{
    /// <summary>Adds the guard; it belongs right behind authentication. The error page itself passes.</summary>
    public static void UseSessionGuard(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Features.Get<UnknownSession>() is not null && context.Features.Get<IStatusCodeReExecuteFeature>() is null
            ? RefusalCode.ClusterUnavailable.ToProblem().ExecuteAsync(context)
            : next(context));
}
