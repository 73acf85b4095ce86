using DbUp.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>What the release after this one might add to the schema, on either database.</summary>
internal static class FutureMigration
{
    private static readonly SqlScript Additive = new("9999_future.sql",
        """
        -- additive: yes
        alter table videos add column renditions text;
        alter table deletions add column reason text not null default '';
        alter table storage_findings add column seen_by text;
        create table playlists (id text primary key, owner_id text not null);
        create index deletions_of_reason on deletions (reason);
        """);

    /// <summary>Brings the database to the schema of the release after this one.</summary>
    public static void Apply(SqliteDataSource source) =>
        new SqliteMigrator(source, NullLogger<SqliteMigrator>.Instance, [.. MigrationScripts.Sqlite(), Additive]).Migrate();

    /// <inheritdoc cref="Apply(SqliteDataSource)"/>
    public static Task ApplyAsync(Npgsql.NpgsqlDataSource source) =>
        new PostgresMigrator(source, NullLogger<PostgresMigrator>.Instance, [.. MigrationScripts.Postgres(), Additive]).MigrateAsync(CancellationToken.None);
}
