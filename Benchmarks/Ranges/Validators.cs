using System.Globalization;

namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>What one server says of the file, for the placeholders in requests to it.</summary>
/// <param name="ETag">Its entity tag, quotes included.</param>
/// <param name="LastModified">Its date.</param>
/// <param name="Length">Its length in bytes.</param>
internal sealed record Validators(string ETag, DateTimeOffset LastModified, string Length)
{
    /// <summary>Takes them from an answer to HEAD.</summary>
    /// <param name="head">The answer.</param>
    public static Validators Of(RawAnswer head) => new(
        head["ETag"],
        DateTimeOffset.ParseExact(head["Last-Modified"], "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        head["Content-Length"]);

    /// <summary>Puts them in the places of the placeholders.</summary>
    /// <param name="headers">Header lines.</param>
    public string Fill(string headers) => headers
        .Replace("{etag}", ETag, StringComparison.Ordinal)
        .Replace("{length}", Length, StringComparison.Ordinal)
        .Replace("{modified}", Date(LastModified, "r"), StringComparison.Ordinal)
        .Replace("{earlier}", Date(LastModified.AddHours(-1), "r"), StringComparison.Ordinal)
        .Replace("{later}", Date(LastModified.AddSeconds(1), "r"), StringComparison.Ordinal)
        .Replace("{tomorrow}", Date(TimeProvider.System.GetUtcNow().AddDays(1), "r"), StringComparison.Ordinal)
        .Replace("{rfc850}", Date(LastModified, "dddd, dd-MMM-yy HH:mm:ss 'GMT'"), StringComparison.Ordinal)
        .Replace("{asctime}", AscTime(LastModified), StringComparison.Ordinal);

    private static string Date(DateTimeOffset moment, string format) => moment.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture);

    /// <summary>C's form, whose day of the month has a space where others have a zero.</summary>
    private static string AscTime(DateTimeOffset moment) =>
        Date(moment, "ddd MMM ") + $"{moment.UtcDateTime.Day,2}" + Date(moment, " HH:mm:ss yyyy");
}
