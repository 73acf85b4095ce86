using Microsoft.AspNetCore.Mvc;

namespace OrleansVideo.WebFrontend.Problems;

/// <summary>Tells the API description which problems a route answers with.</summary>
internal static class ProblemMetadata
{
    /// <summary>Adds the statuses, and those that any route may have.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses.Append(StatusCodes.Status503ServiceUnavailable))
            route.Produces<ProblemDetails>(status, "application/problem+json");
        return route;
    }
}
