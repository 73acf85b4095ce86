using Microsoft.Data.Sqlite;
using OrleansVideo.Silo.Startup;

namespace OrleansVideo.Tests.Silo;

public sealed class SiloRestartTests : IDisposable
{
    private readonly TempDirectory directory = new();

    private string DatabaseFile => Path.Combine(directory.Path, "data", "video.db");

    [Fact]
    public async Task StateAndReminders_OutliveTheHost()
    {
        using (var first = await TestSilo.StartAsync(directory.Path))
        {
            await first.Memo("memo/a").Write("kept");
            await first.Memo("memo/a").Remind(TimeSpan.FromMinutes(30));
            await first.Memo("memo/b").Write("to be forgotten");
            await first.Memo("memo/b").Forget();
            await first.StopAsync(TestContext.Current.CancellationToken);
        }

        using var second = await TestSilo.StartAsync(directory.Path);
        Assert.Equal("kept", await second.Memo("memo/a").Read());
        Assert.Equal(1, await second.Memo("memo/a").Reminders());
        Assert.Null(await second.Memo("memo/b").Read());
        await second.Memo("memo/a").Write("written again");
        await second.Memo("memo/b").Write("remembered");
        await second.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            ["test-memo memo/a {\"text\":\"written again\"} 2", "test-memo memo/b {\"text\":\"remembered\"} 1"],
            Rows("SELECT GrainTypeString || ' ' || GrainIdExtensionString || ' ' || CAST(PayloadBinary AS TEXT) || ' ' || Version "
                + "FROM OrleansStorage ORDER BY GrainIdExtensionString"));
        Assert.Equal(
            ["orleansvideo test-memo/memo/a nudge 1800000 0"],
            Rows("SELECT ServiceId || ' ' || GrainId || ' ' || ReminderName || ' ' || Period || ' ' || Version FROM OrleansRemindersTable "
                + "WHERE GrainId LIKE 'test-memo%'"));
    }

    [Fact]
    public async Task SecondHost_OnTheSameDirectory_IsRefusedBeforeItsSiloStarts()
    {
        using var first = await TestSilo.StartAsync(directory.Path);
        using (var second = TestSilo.Build(directory.Path))
        {
            var failure = await Assert.ThrowsAsync<StartupException>(() => second.StartAsync());
            Assert.Contains($"is in use by process {Environment.ProcessId}", failure.Message, StringComparison.Ordinal);
        }

        await first.Memo("memo/a").Write("undisturbed");
        await first.StopAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => directory.Dispose();

    private List<string> Rows(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
