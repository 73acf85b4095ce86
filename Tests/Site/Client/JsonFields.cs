using System.Text.Json;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>Reads fields of answers; a field that is not there fails the test, for nulls are present.</summary>
public static class JsonFields
{
    public static string? Text(this JsonElement json, string field) => json.GetProperty(field).GetString();

    public static DateTimeOffset? Time(this JsonElement json, string field) =>
        json.GetProperty(field) is { ValueKind: not JsonValueKind.Null } value ? value.GetDateTimeOffset() : null;

    /// <summary>The ids of the items of a list.</summary>
    public static string[] Ids(this JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.Text("id")!)];
}
