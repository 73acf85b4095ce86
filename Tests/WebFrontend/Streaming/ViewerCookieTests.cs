using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.Tests.WebFrontend.Streaming;

public sealed class ViewerCookieTests : IConnectionItemsFeature, IDataProtectionProvider, IDataProtector
{
    private readonly IDataProtector _protector = new EphemeralDataProtectionProvider().CreateProtector("a test");
    private readonly ServiceProvider _services;
    private int _checks;

    public ViewerCookieTests() => _services = new ServiceCollection().AddSingleton<IDataProtectionProvider>(this).BuildServiceProvider();

    public IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    [Fact]
    public void Read_OfTheSameCookieAgain_ChecksItsSignatureOnce()
    {
        var cookie = _protector.Protect("ann");

        for (var i = 0; i < 5; i++) Assert.Equal("ann", Read(cookie));

        Assert.Equal(1, _checks);
    }

    /// <summary>One connection, as a proxy's is, for several viewers: nobody becomes somebody else.</summary>
    [Fact]
    public void Read_OfChangingCookiesOnOneConnection_IsEachOnesViewer()
    {
        var (ann, bob) = (_protector.Protect("ann"), _protector.Protect("bob"));

        Assert.Equal(["ann", "bob", null, null, "ann", null, "bob"], new[] { ann, bob, "forged", "forged", ann, null, bob }.Select(cookie => Read(cookie)));
    }

    /// <summary>The requests of such a connection run side by side.</summary>
    [Fact]
    public void Read_OverHttp2_RemembersNothing()
    {
        var cookie = _protector.Protect("ann");

        Assert.Equal(["ann", "ann"], [Read(cookie, HttpProtocol.Http2), Read(cookie, HttpProtocol.Http2)]);

        Assert.Empty(Items);
    }

    /// <summary>A cookie from before HTTPS holds, and is set anew for the same viewer, as one that no other host can plant.</summary>
    [Fact]
    public void Ensure_OverHttps_SetsAnOlderCookieAnew_AndThatOneIsReadFirst()
    {
        var older = Secure($"orleansvideo-viewer={_protector.Protect("ann")}");
        ViewerCookie.Ensure(older);

        var cookie = Assert.Single(older.Response.Headers.SetCookie)!;
        Assert.StartsWith("__Host-orleansvideo-viewer=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        var both = Secure($"orleansvideo-viewer={_protector.Protect("planted")}; {cookie.Split(';')[0]}");
        ViewerCookie.Ensure(both);
        Assert.Equal("ann", ViewerCookie.Read(both));
        Assert.True(both.Response.Headers.SetCookie.Count == 0);
    }

    public IDataProtector CreateProtector(string purpose) => this;

    public byte[] Protect(byte[] plaintext) => _protector.Protect(plaintext);

    public byte[] Unprotect(byte[] protectedData)
    {
        _checks++;
        return _protector.Unprotect(protectedData);
    }

    private DefaultHttpContext Secure(string cookies) => new()
    {
        RequestServices = _services,
        Request = { Scheme = "https", Protocol = HttpProtocol.Http2, Headers = { Cookie = cookies } },
    };

    private string? Read(string? cookie, string? protocol = null)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Features.Set<IConnectionItemsFeature>(this);
        context.Request.Protocol = protocol ?? HttpProtocol.Http11;
        if (cookie is not null) context.Request.Headers.Cookie = $"orleansvideo-viewer={cookie}";
        return ViewerCookie.Read(context);
    }
}
