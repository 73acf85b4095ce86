using System.Text;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Uploads;

/// <summary>What a form has beside its file is bounded: ten gigabytes in another field are refused after their first 64 KiB.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class FormLimitTests(SharedSite shared) : SiteTest(shared)
{
    private const int Bound = 64 * 1024;

    [Theory]
    [InlineData(Bound, 0, 201)]
    [InlineData(Bound + 1, 0, 400)]
    [InlineData(0, Bound, 201)]
    [InlineData(0, Bound + 1, 400)]
    [InlineData(Bound / 2, (Bound / 2) + 1, 400)]
    public async Task FieldsBesideTheFile_HaveSoManyBytesInAll(int before, int after, int status)
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft();
        using var form = new MultipartFormDataContent();
        if (before > 0) form.Add(new ByteArrayContent(new byte[before]), "note");
        form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(Film)), "file", "clip.mp4");
        if (after > 0) form.Add(new ByteArrayContent(new byte[after]), "note");

        var reply = (await owner.Send(HttpMethod.Post, $"/upload/{id}", form)).Expect(status);

        if (status == 400) Assert.Contains("64 KiB", reply.Expect(400, "multipart-invalid").Json.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31, 201)]
    [InlineData(32, 400)]
    public async Task FormHasSoManyParts(int fields, int status)
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft();
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < fields; i++) form.Add(new StringContent(""), $"field-{i}");
        form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(Film)), "file", "clip.mp4");

        var reply = (await owner.Send(HttpMethod.Post, $"/upload/{id}", form)).Expect(status);

        if (status == 400) Assert.Contains("32 parts", reply.Expect(400, "multipart-invalid").Json.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 9_000)]
    [InlineData(17, 10)]
    public async Task HeadersOfAPart_AreBounded(int headers, int length)
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft();
        var part = new ByteArrayContent(await File.ReadAllBytesAsync(Film));
        for (var i = 0; i < headers; i++) part.Headers.TryAddWithoutValidation($"X-Header-{i}", new string('x', length));
        using var form = new MultipartFormDataContent { { part, "file", "clip.mp4" } };

        (await owner.Send(HttpMethod.Post, $"/upload/{id}", form)).Expect(400, "multipart-invalid");
    }

    /// <summary>The answer comes long before the client has sent what it wants to, and the draft is as before.</summary>
    [Fact]
    public async Task EndlessField_IsRefusedSoon()
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft();
        using var connection = await RawHttp.Connect(Site);
        await connection.Send(
            $"POST /upload/{id} HTTP/1.1\r\nHost: 127.0.0.1:{Site.Port}\r\nCookie: {owner.CookieHeader}\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9999999999\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n");
        for (var sent = 0; sent < 4; sent++) await connection.Send(new byte[Bound]);

        Assert.Equal(400, RawHttp.StatusOf(await connection.ReadHead()));
        Assert.Equal("draft", (await owner.Details(id)).Expect(200).Json.Text("state"));
        (await owner.Upload(id, Film)).Expect(201);
    }

    /// <summary>The forms of pages are short, too.</summary>
    [Fact]
    public async Task FormOfAPage_OfTwoMegabytes_IsRefused()
    {
        using var guest = Site.NewGuest();
        foreach (var page in new[] { "/account/login", "/preferences" })
        {
            using var form = new StringContent("UserName=" + new string('x', 2_000_000), Encoding.ASCII, "application/x-www-form-urlencoded");
            (await guest.Send(HttpMethod.Post, page, form)).Expect(413);
        }
    }
}
