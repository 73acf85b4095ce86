using System.Text.Json;
using OrleansVideo.Silo.Persistence;

namespace OrleansVideo.Tests.Silo.Persistence;

public sealed class StateSerializerTests
{
    /// <summary>What has been stored once must be read for ever: this text never changes.</summary>
    private const string Golden =
        """
        {"schema":1,"title":"Fjörd \"<b>\" 🎬","phase":"inTrash","id":"01890a5d-ac96-774b-bcce-b302099a8057","dueAt":"2030-01-31T23:59:58.123+00:00","window":"7.00:00:00","size":9007199254740993,"roles":["admin"],"phases":{"Left as it is":"draft"}}
        """;

    private static readonly SampleState State = new()
    {
        Title = "Fjörd \"<b>\" 🎬",
        Phase = SamplePhase.InTrash,
        Id = Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057"),
        DueAt = new DateTimeOffset(2030, 1, 31, 23, 59, 58, 123, TimeSpan.Zero),
        Window = TimeSpan.FromDays(7),
        Size = 9007199254740993,
        Roles = ["admin"],
        Phases = new Dictionary<string, SamplePhase> { ["Left as it is"] = SamplePhase.Draft },
    };

    private readonly StateSerializer serializer = new(SampleStateContext.Default);

    [Fact]
    public void Serialize_WritesTheGoldenText() => Assert.Equal(Unescape(Golden), Unescape(serializer.Serialize(State).ToString()));

    [Fact]
    public void Serialize_NamesNoClrType()
    {
        var text = serializer.Serialize(State).ToString();
        Assert.DoesNotContain("$type", text, StringComparison.Ordinal);
        Assert.DoesNotContain("OrleansVideo", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SampleState", text, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Deserialize_ReadsTheGoldenText()
    {
        var read = serializer.Deserialize<SampleState>(new BinaryData(Golden));
        Assert.Equal(State with { Roles = read.Roles, Phases = read.Phases }, read);
        Assert.Equal(State.Roles, read.Roles);
        Assert.Equal(State.Phases, read.Phases);
    }

    [Fact]
    public void Deserialize_OfAnotherVersionsState_SkipsTheUnknownAndKeepsDefaults()
    {
        var read = serializer.Deserialize<SampleState>(new BinaryData("""{"title":"old","addedLater":{"a":[1]}}"""));
        Assert.Equal(("old", 1, SamplePhase.Draft), (read.Title, read.Schema, read.Phase));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"title":"cut o""")]
    [InlineData("""{"phase":4}""")]
    [InlineData("""{"phase":"vanished"}""")]
    [InlineData("""{"title":"a","title":"b"}""")]
    public void Deserialize_OfWhatIsNoState_Throws(string stored)
        => Assert.Throws<JsonException>(() => serializer.Deserialize<SampleState>(new BinaryData(stored)));

    [Fact]
    public void UnknownType_IsRefusedByName_BothWays()
    {
        var writing = Assert.Throws<NotSupportedException>(() => serializer.Serialize(new Uri("https://example.org")));
        Assert.StartsWith("System.Uri is not a grain state type", writing.Message);
        Assert.Throws<NotSupportedException>(() => serializer.Deserialize<Uri>(new BinaryData("\"https://example.org\"")));
    }

    [Fact]
    public void WithoutAnyTypes_EverythingIsRefused()
        => Assert.Throws<NotSupportedException>(
            () => new StateSerializer(System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine()).Serialize(State));

    // Letters outside the basic plane are escaped by every encoder; compare what the text says, not how.
    private static string Unescape(string text) => text.Replace("\\uD83C\\uDFAC", "🎬", StringComparison.OrdinalIgnoreCase);
}
