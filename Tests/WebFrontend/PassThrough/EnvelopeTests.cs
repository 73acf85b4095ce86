using System.Text;
using OrleansVideo.WebFrontend.PassThrough;

namespace OrleansVideo.Tests.WebFrontend.PassThrough;

public sealed class EnvelopeTests
{
    [Theory]
    [InlineData("""{"url":"/api/v1/x","method":"POST","req_body":"{\"a\":1}"}""", "POST", """{"a":1}""")]
    [InlineData("""{"url":"/api/v1/x","method":"patch","req_body":{"a":{"b":[1]}}}""", "PATCH", """{"a":{"b":[1]}}""")]
    [InlineData("""{"url":"/api/v1/x","method":"DELETE"}""", "DELETE", "")]
    [InlineData("""{"url":"/api/v1/x","method":"PUT","req_body":null}""", "PUT", "")]
    [InlineData("""{"url":"/api/v1/x","method":"POST","req_body":""}""", "POST", "")]
    [InlineData("""{"url":"/api/v1/x","method":"POST","req_body":"no json"}""", "POST", "no json")]
    [InlineData("""{"url":"/api/v1/x","method":"GET","req_body":"{}"}""", "GET", "")]
    [InlineData("""{"url":"/api/v1/x","method":"HEAD","req_body":{"a":1}}""", "HEAD", "")]
    public void Call_IsReadAsItIs(string json, string method, string body)
    {
        Assert.Null(Read(json, out var envelope));
        Assert.Equal(method, envelope!.Method);
        Assert.Equal(body, Encoding.UTF8.GetString(envelope.Body.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"url":"/api/v1/x"}""")]
    [InlineData("""{"method":"GET"}""")]
    [InlineData("""{"url":1,"method":"GET"}""")]
    [InlineData("""{"url":"/api/v1/x","method":7}""")]
    [InlineData("""{"url":"/api/v1/x","method":"TRACE"}""")]
    [InlineData("""{"url":"/api/v1/x","method":"CONNECT"}""")]
    [InlineData("""{"url":"/api/v1/x","method":"GET\r\nX: y"}""")]
    [InlineData("""{"url":"/api/v1/x","method":"POST","req_body":[1]}""")]
    [InlineData("""{"url":"/api/v1/x","method":"POST","req_body":1}""")]
    [InlineData("""{"url":"/api/v1/x","url":"/api/v1/y","method":"GET"}""")]
    [InlineData("""{"url":"\ud800","method":"GET"}""")]
    [InlineData("""{"url":"/api/v1/x","method":"GET"} trailing""")]
    public void Envelope_OfAnotherShape_IsInvalid(string json) => Assert.Equal(RefusalCode.EnvelopeInvalid, Read(json, out _));

    [Fact]
    public void Envelope_OfTooDeepJson_IsInvalid() => Assert.Equal(
        RefusalCode.EnvelopeInvalid,
        Read("{\"url\":\"/api/v1/x\",\"method\":\"POST\",\"req_body\":{\"a\":" + new string('[', 5000) + new string(']', 5000) + "}}", out _));

    [Fact]
    public void Envelope_ForAnotherTarget_SaysSo() =>
        Assert.Equal(RefusalCode.TargetNotAllowed, Read("""{"url":"http://localhost/","method":"GET"}""", out _));

    private static RefusalCode? Read(string json, out Envelope? envelope) => Envelope.Read(Encoding.UTF8.GetBytes(json), out envelope);
}
