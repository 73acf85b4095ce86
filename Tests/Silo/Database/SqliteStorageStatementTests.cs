namespace OrleansVideo.Tests.Silo.Database;

public sealed class SqliteStorageStatementTests() : StorageStatementTests(new TestDatabase());
