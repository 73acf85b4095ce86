using System.Net.Http.Json;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Accounts;

/// <summary>A page of another site changes nothing here, although the browser sends this site's cookies.</summary>
public sealed class CrossSiteTests(SharedSite shared) : SiteTest(shared)
{
    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task UnsafeRequest_FromAnotherSite_IsRefused(string header, string value)
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft();

        (await Post(owner, "/api/v1/videos", (header, value))).Expect(403, "cross-site");
        (await owner.Send(HttpMethod.Delete, $"/api/v1/videos/{id}", null, (header, value))).Expect(403, "cross-site");
        (await Post(owner, $"/upload/{id}", (header, value))).Expect(403, "cross-site");
        (await Post(owner, $"/video-delete-record/{id}", (header, value))).Expect(403, "cross-site");
        (await Post(owner, "/api", (header, value))).Expect(403, "cross-site");
        Assert.Equal("draft", (await owner.Details(id)).Expect(200).Json.Text("state"));
    }

    [Fact]
    public async Task UnsafeRequest_OfThisSiteOrOfNoBrowser_IsTaken()
    {
        using var owner = await Site.NewMember();
        var origin = Site.Address.GetLeftPart(UriPartial.Authority);

        (await Post(owner, "/api/v1/videos", ("Origin", origin), ("Sec-Fetch-Site", "same-origin"))).Expect(201);
        (await Post(owner, "/api/v1/videos")).Expect(201);
    }

    /// <summary>The forms of the pages need their token.</summary>
    [Fact]
    public async Task PageForm_WithoutItsToken_IsRefused()
    {
        using var guest = Site.NewGuest();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Input.UserName"] = AccountCalls.FreshName("form"),
            ["UserName"] = AccountCalls.FreshName("form"),
            ["Input.Password"] = AccountCalls.Password,
            ["Password"] = AccountCalls.Password,
        });

        (await guest.Send(HttpMethod.Post, "/account/register", form)).Expect(400);
    }

    private static Task<Reply> Post(SiteClient client, string path, params (string, string)[] headers) =>
        client.Send(HttpMethod.Post, path, JsonContent.Create(new { title = "From elsewhere" }), headers);
}
