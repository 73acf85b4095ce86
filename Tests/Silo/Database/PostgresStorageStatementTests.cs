namespace OrleansVideo.Tests.Silo.Database;

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresStorageStatementTests(PostgresServer server)
    : StorageStatementTests(PostgresTestDatabase.MigratedAsync(server).GetAwaiter().GetResult());
