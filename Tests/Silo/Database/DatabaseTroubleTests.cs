using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using OrleansVideo.Silo.Database;

namespace OrleansVideo.Tests.Silo.Database;

public sealed class DatabaseTroubleTests
{
    [Theory]
    [InlineData("08000"), InlineData("08001"), InlineData("08003"), InlineData("08004"), InlineData("08006"), InlineData("08P01")]
    [InlineData("53000"), InlineData("53100"), InlineData("53200"), InlineData("53300"), InlineData("53400")]
    [InlineData("57P01"), InlineData("57P02"), InlineData("57P03"), InlineData("57P04"), InlineData("57P05")]
    [InlineData("57014"), InlineData("55P03"), InlineData("25006"), InlineData("40001"), InlineData("40P01")]
    public void StateOfADatabaseThatIsAway_IsTrouble(string state) =>
        Assert.True(DatabaseTrouble.IsAway(new PostgresException("words", "FATAL", "FATAL", state)));

    [Theory]
    [InlineData("42601"), InlineData("42P01"), InlineData("42703"), InlineData("42501"), InlineData("23505"), InlineData("23503")]
    [InlineData("22001"), InlineData("22P02"), InlineData("28P01"), InlineData("3D000"), InlineData("25P02"), InlineData("0A000")]
    public void StateOfAFault_IsNoTrouble(string state) =>
        Assert.False(DatabaseTrouble.IsAway(new PostgresException("words", "ERROR", "ERROR", state)));

    [Theory]
    [InlineData(5, true), InlineData(6, true), InlineData(10, true), InlineData(13, true), InlineData(14, true)]
    [InlineData(1, false), InlineData(8, false), InlineData(11, false), InlineData(19, false), InlineData(26, false)]
    public void SqliteResult_SaysWhich(int code, bool isAway) =>
        Assert.Equal(isAway, DatabaseTrouble.IsAway(new SqliteException("words", code)));

    public static TheoryData<Exception> BrokenWays =>
    [
        new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)),
        new NpgsqlException("read", new EndOfStreamException()),
        new NpgsqlException("pool", new TimeoutException()),
        new SocketException((int)SocketError.HostNotFound),
        new OrleansException("storage", new NpgsqlException("reset", new IOException("reset", new SocketException()))),
    ];

    [Theory, MemberData(nameof(BrokenWays))]
    public void BrokenWayToTheDatabase_IsTrouble(Exception exception) => Assert.True(DatabaseTrouble.IsAway(exception));

    [Fact]
    public void AnythingElse_IsNoTrouble()
    {
        foreach (var other in new Exception[]
        {
            new NpgsqlException("a command is already in progress"), new IOException("a media file"), new InvalidOperationException(),
            new FormatException("state", new IOException()),
        })
            Assert.False(DatabaseTrouble.IsAway(other));
        Assert.IsAssignableFrom<DbException>(new NpgsqlException());
    }
}
