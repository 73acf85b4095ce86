using System.CommandLine;
using OrleansVideo.Silo.Clustering;
using OrleansVideo.Silo.Database;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo;

/// <summary>
/// <c>migrate</c>: brings the cluster's database to this program's schema, as a user who may change it, and ends. Silos and frontends
/// then get by with a user who may not.
/// </summary>
internal static class MigrateCommand
{
    /// <summary>Creates the command.</summary>
    /// <returns>The command, for the program's command line.</returns>
    public static Command Create()
    {
        var grantTo = new Option<string?>("--grant-to")
        {
            Description = "A database user who gets the right to read and write (not to change) all tables of the site.",
        };
        var command = new Command("migrate", "Waits for the cluster's database, brings it to this version's schema, and ends.")
        {
            Options = { grantTo },
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, cancellationToken) =>
            HostRunner.RunToEndAsync(() => Build(parsed.UnmatchedTokens, parsed.GetValue(grantTo)), cancellationToken));
        return command;
    }

    private static IHost Build(IReadOnlyList<string> settings, string? grantTo)
    {
        var builder = Host.CreateApplicationBuilder([.. settings]);
        builder.Configuration[$"OrleansVideo:Cluster:{nameof(VideoClusterOptions.Mode)}"] = nameof(ClusterMode.Cluster);
        builder.Services.AddVideoClusterOptions();
        builder.Services.AddClusterDatabase();
        if (grantTo is not null)
            builder.Services.AddSingleton(new PostgresGrantee(grantTo)).AddStartupStep<PostgresGrant>();
        return builder.Build();
    }
}
