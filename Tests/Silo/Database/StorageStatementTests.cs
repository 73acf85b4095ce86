using System.Text;

namespace OrleansVideo.Tests.Silo.Database;

/// <summary>The statements of grain storage against the contract that Orleans' provider relies on.</summary>
public abstract class StorageStatementTests(ITestDatabase database) : IDisposable
{
    private const string First = "{\"title\":\"first\"}";
    private const string Second = "{\"title\":\"second\"}";

    [Fact]
    public void Read_WhenNothingWasWritten_HasNoRow() => Assert.Empty(Read());

    [Fact]
    public void Write_First_AnswersVersionOneAndIsRead()
    {
        Assert.Equal([1L], Write(First, version: null));
        Assert.Equal((First, 1L), Assert.Single(Read()));
    }

    [Fact]
    public void Write_WithCurrentVersion_ReplacesAndCountsUp()
    {
        Write(First, null);
        Assert.Equal([2L], Write(Second, 1));
        Assert.Equal([3L], Write(First, 2));
        Assert.Equal((First, 3L), Assert.Single(Read()));
    }

    [Fact]
    public void Write_FirstWhenRowExists_AnswersNoVersionAndChangesNothing()
    {
        Write(First, null);
        Assert.Equal([null], Write(Second, null));
        Assert.Equal((First, 1L), Assert.Single(Read()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Write_WithAnotherVersion_AnswersThatVersionAndChangesNothing(int version)
    {
        Write(First, null);
        Write(First, 1);
        Assert.Equal([(long)version], Write(Second, version));
        Assert.Equal((First, 2L), Assert.Single(Read()));
    }

    [Fact]
    public void Write_WithVersionOfARowThatIsGone_AnswersThatVersionAndInsertsNothing()
    {
        Assert.Equal([7L], Write(First, 7));
        Assert.Empty(Read());
    }

    [Fact]
    public void Clear_WithCurrentVersion_EmptiesThePayloadAndCountsUp()
    {
        Write(First, null);
        Assert.Equal([2L], Change("ClearStorageKey", 1));
        Assert.Equal((null, 2L), Assert.Single(Read()));
        Assert.Equal([3L], Write(Second, 2));
    }

    [Fact]
    public void Delete_WithCurrentVersion_RemovesTheRowAndAnswersAnotherVersion()
    {
        Write(First, null);
        Assert.Equal([2L], Change("DeleteStorageKey", 1));
        Assert.Empty(Read());
        Assert.Equal([1L], Write(Second, null));
    }

    [Theory]
    [InlineData("ClearStorageKey")]
    [InlineData("DeleteStorageKey")]
    public void ClearAndDelete_WithAnotherVersion_AnswerThatVersionAndChangeNothing(string statement)
    {
        Write(First, null);
        Assert.Equal([9L], Change(statement, 9));
        Assert.Equal([null], Change(statement, null));
        Assert.Equal((First, 1L), Assert.Single(Read()));
    }

    [Fact]
    public void Rows_AreApartByEveryPartOfTheKey()
    {
        var keys = new[]
        {
            Key(), Key(service: "other"), Key(type: "user"), Key(n0: 5), Key(n1: 5), Key(extension: ""), Key(extension: "a"), Key(extension: "A"),
        };
        for (var i = 0; i < keys.Length; i++)
        {
            Assert.Equal([1L], Write($"{i}", null, keys[i]));
        }

        for (var i = 0; i < keys.Length; i++)
        {
            Assert.Equal($"{i}", Assert.Single(Read(keys[i])).Payload);
        }
    }

    [Fact]
    public void Rows_WithTheSameExtension_AreOne()
    {
        Assert.Equal([1L], Write(First, null, Key(extension: "user/ada")));
        Assert.Equal([null], Write(Second, null, Key(extension: "user/ada")));
    }

    [Fact]
    public void Rows_WithExtremeKeysAndHashes_AreKept()
    {
        var key = Key(n0: long.MinValue, n1: long.MaxValue, extension: "ключ 🎬 'x' % _");
        Assert.Equal([1L], Write("", null, key));
        Assert.Equal("", Assert.Single(Read(key)).Payload);
    }

    [Fact]
    public async Task Write_FirstByManyAtOnce_IsWonByOne()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Write($"{i}", null).Single())));
        Assert.Equal(1, answers.Count(version => version is 1L));
        Assert.Equal(15, answers.Count(version => version is null));
        Assert.Equal($"{Array.IndexOf(answers, 1L)}", Assert.Single(Read()).Payload);
    }

    [Fact]
    public async Task Write_ByManyAtOnceFromOneVersion_IsWonByOneEachTime()
    {
        Write(First, null);
        for (var version = 1; version <= 10; version++)
        {
            var from = version;
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Write(Second, from).Single())));
            Assert.Single(answers, answer => Equals(answer, version + 1L));
            Assert.Equal(7, answers.Count(answer => Equals(answer, (long)version)));
        }
    }

    public void Dispose()
    {
        database.Dispose();
        GC.SuppressFinalize(this);
    }

    private List<object?> Write(string payload, int? version, (string, object?)[]? key = null)
        => Versions("WriteToStorageKey", [.. key ?? Key(), ("PayloadBinary", Encoding.UTF8.GetBytes(payload)), ("GrainStateVersion", version)]);

    private List<object?> Change(string statement, int? version) => Versions(statement, [.. Key(), ("GrainStateVersion", version)]);

    private List<object?> Versions(string statement, (string, object?)[] parameters)
        => [.. database.Query(statement, parameters).Select(row => row["NewGrainStateVersion"])];

    private List<(string? Payload, long Version)> Read((string, object?)[]? key = null)
        => [.. database.Query("ReadFromStorageKey", key ?? Key())
            .Select(row => (row["PayloadBinary"] is byte[] payload ? Encoding.UTF8.GetString(payload) : null, (long)row["Version"]!))];

    private static (string, object?)[] Key(
        string service = "orleansvideo", string type = "video", long n0 = 1, long n1 = -2, string? extension = null)
        =>
        [
            ("ServiceId", service), ("GrainTypeString", type), ("GrainIdN0", n0), ("GrainIdN1", n1), ("GrainIdExtensionString", extension),
            ("GrainIdHash", int.MinValue), ("GrainTypeHash", int.MaxValue),
        ];
}
