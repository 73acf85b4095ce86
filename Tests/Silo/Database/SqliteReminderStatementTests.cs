namespace OrleansVideo.Tests.Silo.Database;

public sealed class SqliteReminderStatementTests() : ReminderStatementTests(new TestDatabase());
