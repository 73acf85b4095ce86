using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>One answer of the site, read to its end.</summary>
public sealed record Reply(HttpStatusCode Code, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Body, string Request)
{
    public int Status => (int)Code;

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The stable code of a problem; null when this is no problem document.</summary>
    public string? Problem =>
        ContentHeaders.ContentType?.MediaType == "application/problem+json" ? Json.GetProperty("code").GetString() : null;

    /// <summary>Retry-After in seconds, where the answer has it.</summary>
    public double? RetryAfter => Headers.RetryAfter?.Delta?.TotalSeconds;

    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>The same answer, when its status is the expected one; otherwise the test fails with what came instead.</summary>
    public Reply Expect(int status)
    {
        Assert.True(Status == status, $"{Request}: expected {status}, got {Status}: {Shorten(Text)}");
        return this;
    }

    /// <summary>The same answer, when it is a problem document with this status and code.</summary>
    public Reply Expect(int status, string problem)
    {
        Expect(status);
        Assert.True(Problem == problem, $"{Request}: expected the problem {problem}, got {Problem ?? "none"}: {Shorten(Text)}");
        Assert.False(string.IsNullOrWhiteSpace(Json.GetProperty("detail").GetString()), $"{Request}: {problem} does not say its rule");
        return this;
    }

    /// <summary>Fit for a report: bodies may be bytes of films, and reports are XML.</summary>
    private static string Shorten(string text) => string.Concat(text.Take(600).Select(c => char.IsControl(c) || c == '\uFFFD' ? '·' : c));
}
