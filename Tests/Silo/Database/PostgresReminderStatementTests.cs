namespace OrleansVideo.Tests.Silo.Database;

[Trait("Needs", "PostgreSQL")]
public sealed class PostgresReminderStatementTests(PostgresServer server)
    : ReminderStatementTests(PostgresTestDatabase.MigratedAsync(server).GetAwaiter().GetResult());
