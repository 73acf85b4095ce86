using OrleansVideo.WebFrontend.Administration.Deletion;

namespace OrleansVideo.Tests.WebFrontend.Administration.Deletion;

/// <summary>The ledger as a table: RFC 4180, and no formula.</summary>
public sealed class DeletionCsvTests
{
    private static readonly DateTime Noon = new(2026, 3, 5, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\"")]
    [InlineData("-2+3", "\"'-2+3\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("=HYPERLINK(\"http://evil.example\",\"x\")", "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\"")]
    [InlineData("no formula = here", "no formula = here")]
    public void Rows_WithHostileText_AreQuoted_AndNoFormula(string error, string field)
    {
        var text = DeletionCsv.Rows([Row(error)]);

        Assert.Equal($"{Guid.Empty},ada,deadLetter,ada,2026-03-05T12:00:00.000Z,2026-03-05T12:00:00.000Z,8,,{field},,12,,1.5\r\n", text);
    }

    [Fact]
    public void Rows_OfNothing_AreNothing() => Assert.Equal("", DeletionCsv.Rows([]));

    private static DeletionRecordJson Row(string? error) =>
        new(Guid.Empty, "ada", "deadLetter", "ada", Noon, Noon, 8, null, error, null, 12, null, 1.5);
}
