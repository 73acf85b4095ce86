using Npgsql;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Silo.Database;

/// <summary>Step of the migration: a user gets the right to read and write all tables of the site, and no other right.</summary>
/// <param name="source">The database, migrated, as its owner.</param>
/// <param name="grantee">The user.</param>
/// <param name="logger">Told when it is done.</param>
internal sealed partial class PostgresGrant(NpgsqlDataSource source, PostgresGrantee grantee, ILogger<PostgresGrant> logger) : IStartupStep
{
    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // A name can't be a parameter of these statements; within double quotes, a doubled quote is the only one that counts.
        var user = $"\"{grantee.User.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await using var command = source.CreateCommand(
            $"""
             GRANT USAGE ON SCHEMA public TO {user};
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {user};
             """);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedObject)
        {
            throw new StartupException($"{PostgresName.Of(source)} has no user '{grantee.User}': create it first.", exception);
        }

        LogGranted(grantee.User);
    }

    [LoggerMessage(EventId = 2011, Level = LogLevel.Information, Message = "{User} may read and write all tables of the site.")]
    private partial void LogGranted(string user);
}

/// <summary>Who may read and write the site's tables without owning them.</summary>
/// <param name="User">A user of the database.</param>
internal sealed record PostgresGrantee(string User);
