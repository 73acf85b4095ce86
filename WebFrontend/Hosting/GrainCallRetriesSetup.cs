namespace OrleansVideo.WebFrontend.Hosting;

/// <summary>Safe retries of grain calls.</summary>
public static class GrainCallRetriesSetup
{
    /// <summary>
    /// Repeats the web site's own calls that may be repeated while a silo is replaced. Works for a client of a cluster and for
    /// a silo in this process, whose grains' calls to each other are left alone.
    /// </summary>
    public static IServiceCollection AddGrainCallRetries(this IServiceCollection services) =>
        services.AddSingleton<IOutgoingGrainCallFilter, GrainCallRetries>();
}
