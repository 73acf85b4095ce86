using System.Net.Sockets;
using Npgsql;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Database;

/// <summary>Tells a cluster database that is away from one that refuses us, and puts the latter into words.</summary>
internal static class PostgresErrors
{
    private const string Setting = "ConnectionStrings:OrleansVideo";

    /// <summary>
    /// Whether waiting may help: nothing listens, the name is not known yet, the server starts, stops, recovers, or has no connection to
    /// spare.
    /// </summary>
    /// <param name="exception">What the driver threw.</param>
    public static bool IsAway(Exception exception) => exception switch
    {
        // Class 08 is trouble of the connection, 53 means that resources are short, 57P01 to 57P03 that the server stops or starts.
        PostgresException refused => refused.SqlState is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', '0', ..],
        NpgsqlException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Puts a refusal into words.</summary>
    /// <param name="exception">What PostgreSQL said.</param>
    /// <param name="database">Where, without any secret: host, port and database.</param>
    /// <returns>The reason for an operator, or null when there is nothing an operator could do.</returns>
    public static StartupException? Explain(PostgresException exception, string database) => exception.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
            $"{database} refuses the user of {Setting}: {exception.MessageText}.", exception),
        PostgresErrorCodes.InvalidCatalogName => new(
            $"{database} does not exist: create it, or mend {Setting}.", exception),
        PostgresErrorCodes.InsufficientPrivilege => new(
            $"{database} is not up to date, or does not let this user in ({exception.MessageText}): "
            + "run the migration step (OrleansVideo.Silo migrate --grant-to <user>) as the database's owner first.",
            exception),
        _ => null,
    };
}
