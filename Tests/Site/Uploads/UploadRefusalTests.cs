using System.Text;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Uploads;

/// <summary>Files and forms that are not what they should be; after each the draft is as before and nothing lies on the disk.</summary>
[Trait("Needs", "ffmpeg")]
public sealed class UploadRefusalTests(SharedSite shared) : SiteTest(shared)
{
    private SiteClient _owner = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _owner = await Site.NewMember();
    }

    public override ValueTask DisposeAsync()
    {
        _owner.Dispose();
        return base.DisposeAsync();
    }

    /// <summary>A client that sends and sends, as browsers and proxies do, still gets the answer, and no broken connection.</summary>
    [Theory]
    [InlineData(true, 413)]
    [InlineData(false, 401)]
    public async Task Form_ThatIsRefusedByItsHead_TellsTheSender(bool isSignedIn, int status)
    {
        var id = await _owner.CreateDraft();
        using var connection = await RawHttp.Connect(Site);
        var cookie = isSignedIn ? _owner.CookieHeader : "";
        await connection.Send(
            $"POST /upload/{id} HTTP/1.1\r\nHost: 127.0.0.1:{Site.Port}\r\nCookie: {cookie}\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 99999999999999\r\n\r\n");
        for (var sent = 0; sent < 16; sent++) await connection.Send(new byte[1 << 20]);

        Assert.Equal(status, RawHttp.StatusOf(await connection.ReadHead()));
        await AssertStillAnEmptyDraft(id);
    }

    [Fact]
    public async Task File_OfTextNamedMp4_IsNotAllowed()
    {
        var id = await _owner.CreateDraft();
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("This is no video. ", 10_000)));

        (await _owner.Upload(id, text)).Expect(415, "type-not-allowed");

        await AssertStillAnEmptyDraft(id);
    }

    [Fact]
    public async Task File_OfHtml_IsNotAllowed()
    {
        var id = await _owner.CreateDraft();
        (await _owner.Upload(id, "<html><script>alert(1)</script></html>"u8.ToArray())).Expect(415, "type-not-allowed");
        await AssertStillAnEmptyDraft(id);
    }

    [Fact]
    public async Task File_WithoutBytes_IsEmpty()
    {
        var id = await _owner.CreateDraft();
        (await _owner.Upload(id, [])).Expect(400, "file-empty");
        await AssertStillAnEmptyDraft(id);
    }

    [Fact]
    public async Task Film_CutShort_IsStoredAndThenFailsInWords()
    {
        var id = await _owner.CreateDraft();
        var half = (await File.ReadAllBytesAsync(Film))[..(int)(new FileInfo(Film).Length / 2)];

        (await _owner.Upload(id, half)).Expect(201);

        var details = await _owner.WaitForState(id, "failed");
        Assert.False(string.IsNullOrWhiteSpace(details.Text("failure")));
        (await _owner.Play(id)).Expect(409, "not-ready");
        Assert.DoesNotContain(Site.DataDirectory, details.Text("failure"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_WithTheFileInAnotherField_MissesIt()
    {
        var id = await _owner.CreateDraft();
        (await _owner.Upload(id, File.OpenRead(Film), "clip.mp4", field: "video")).Expect(400, "file-missing");
        await AssertStillAnEmptyDraft(id);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("multipart/form-data", "no boundary at all")]
    [InlineData("multipart/form-data; boundary=x", "--y\r\n\r\nanother boundary\r\n--y--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\nno end")]
    [InlineData("video/mp4", "ftyp")]
    public async Task Body_ThatIsNoWholeForm_IsInvalid(string contentType, string body)
    {
        var id = await _owner.CreateDraft();
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        var reply = (await _owner.Send(HttpMethod.Post, $"/upload/{id}", content)).Expect(400);

        Assert.Contains(reply.Problem, new[] { "multipart-invalid", "file-missing" });
        await AssertStillAnEmptyDraft(id);
    }

    /// <summary>The name that a user gives a file is never a path here.</summary>
    [Theory]
    [InlineData("../../../../tmp/orleansvideo-escaped.mp4")]
    [InlineData("/tmp/orleansvideo-escaped.mp4")]
    [InlineData("C:\\orleansvideo-escaped.mp4")]
    [InlineData("a;b=c.mp4")]
    public async Task FileName_OfAnyKind_DecidesNothing(string fileName)
    {
        var id = await _owner.CreateDraft();
        await using var stream = File.OpenRead(Film);

        (await _owner.Upload(id, stream, fileName)).Expect(201);

        await _owner.WaitForState(id, "ready");
        Assert.False(File.Exists("/tmp/orleansvideo-escaped.mp4"));
        Assert.Empty(Directory.EnumerateFiles(Site.DataDirectory, "*escaped*", SearchOption.AllDirectories));
    }

    /// <summary>W3, W13: content is never replaced.</summary>
    [Fact]
    public async Task Upload_ToAVideoThatHasItsContent_IsRefused()
    {
        var id = await _owner.Publish(Film);

        (await _owner.Upload(id, [0, 0, 0, 1])).Expect(409, "already-uploaded");

        Assert.Equal(await File.ReadAllBytesAsync(Film), (await _owner.Play(id)).Expect(200).Body);
    }

    [Fact]
    public async Task Form_OfABrowser_IsLedOnOrToldInAPage()
    {
        var id = await _owner.CreateDraft();
        using var bad = UploadCalls.FileForm(new MemoryStream("text"u8.ToArray()), "a.mp4");
        var refused = (await _owner.Send(HttpMethod.Post, $"/upload/{id}", bad, ("Accept", "text/html"))).Expect(415);
        Assert.Equal("text/html", refused.ContentHeaders.ContentType?.MediaType);

        // Longer than any form that pages take.
        using var large = UploadCalls.FileForm(new MemoryStream([.. "text"u8, .. new byte[3 << 20]]), "a.mp4");
        var told = (await _owner.Send(HttpMethod.Post, $"/upload/{id}", large, ("Accept", "text/html"))).Expect(415);
        Assert.Contains("Choose another file", told.Text, StringComparison.Ordinal);

        using var good = UploadCalls.FileForm(File.OpenRead(Film), "a.mp4");
        var led = (await _owner.Send(HttpMethod.Post, $"/upload/{id}", good, ("Accept", "text/html"))).Expect(303);
        Assert.StartsWith("/", led.Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    private async Task AssertStillAnEmptyDraft(string id)
    {
        Assert.Equal("draft", (await _owner.Details(id)).Expect(200).Json.Text("state"));
        await Site.FilesGone(id, TimeSpan.FromSeconds(5));
        await _owner.QuotaBecomes(0, TimeSpan.FromSeconds(5));
    }
}
