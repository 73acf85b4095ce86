using Microsoft.AspNetCore.Diagnostics;

namespace OrleansVideo.WebFrontend.Problems;

/// <summary>Errors: pages for people, problem JSON for everybody else.</summary>
public static class ProblemsSetup
{
    /// <summary>The page that shows an error to people, by status.</summary>
    public const string ErrorPage = "/error/{0}";

    /// <summary>Adds the handler of exceptions.</summary>
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<ProblemMetrics>();
        services.AddExceptionHandler<ExceptionProblems>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Adds the pages and the JSON for errors; everything after it is covered.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseMiddleware<ProblemCounter>();
        app.UseWhen(context => context.WantsPage(), pages =>
        {
            pages.UseStatusCodePagesWithReExecute(ErrorPage);
            pages.Use(ShowErrorPage);
        });
        app.UseWhen(context => !context.WantsPage(), machines => machines.UseStatusCodePages(
            error => new ProblemResult(KindOf(error.HttpContext)).ExecuteAsync(error.HttpContext)));
        app.UseExceptionHandler(_ => { }); // All is in the handler above; the framework wants a pipeline too.

        // The developer sees where it failed, instead of the page for visitors.
        if (app.Environment.IsDevelopment()) app.UseWhen(context => context.WantsPage(), pages => pages.UseDeveloperExceptionPage());
    }

    /// <summary>The rule that a page named when it refused, else the problem that the status is.</summary>
    private static ProblemKind KindOf(HttpContext context) =>
        context.Features.Get<ProblemKind>() is { } kind && kind.Status == context.Response.StatusCode ? kind : StatusProblems.Of(context.Response.StatusCode);

    /// <summary>An error page is read, whatever was sent: as a POST it would be refused for its missing antiforgery token.</summary>
    private static Task ShowErrorPage(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is null) return next(context);
        context.Features.Set(new RefusedMethod(context.Request.Method));
        context.Request.Method = HttpMethods.Get;
        return next(context);
    }
}

/// <summary>The method of a request whose error a page shows: the page itself is always read.</summary>
/// <param name="Name">Such as <c>POST</c>.</param>
internal sealed record RefusedMethod(string Name);
