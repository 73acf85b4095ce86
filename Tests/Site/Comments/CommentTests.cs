using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Comments;

[Trait("Needs", "ffmpeg")]
public sealed class CommentTests(PublishedFilm film) : IClassFixture<PublishedFilm>
{
    [Fact]
    public async Task Comment_IsReadByEverybodyNewestFirst()
    {
        using var member = await film.Site.NewMember();
        var first = (await member.Comment(film.Id, "first 🙂")).Expect(201).Json;
        var second = (await member.Comment(film.Id, "second\nline")).Expect(201).Json;

        var items = (await film.Guest.Comments(film.Id)).Expect(200).Json;

        var ids = items.Ids();
        Assert.True(Array.IndexOf(ids, second.Text("id")) < Array.IndexOf(ids, first.Text("id")));
        var shown = items.GetProperty("items").EnumerateArray().Single(c => c.Text("id") == first.Text("id"));
        Assert.Equal("first 🙂", shown.Text("content"));
        Assert.Equal(await member.UserName(), shown.Text("author"));
    }

    /// <summary>W2: who may remove a comment.</summary>
    [Fact]
    public async Task Comment_IsRemovedByItsAuthorTheOwnerOrAnAdminAlone()
    {
        using var author = await film.Site.NewMember("author");
        using var stranger = await film.Site.NewMember("stranger");
        using var admin = await film.Site.Admin();

        foreach (var remover in new[] { author, film.Owner, admin })
        {
            var id = (await author.Comment(film.Id, "to go")).Expect(201).Json.Text("id")!;
            (await film.Guest.RemoveComment(film.Id, id)).Expect(401);
            (await stranger.RemoveComment(film.Id, id)).Expect(403);
            (await remover.RemoveComment(film.Id, id)).Expect(204);
            Assert.DoesNotContain(id, (await film.Guest.Comments(film.Id)).Json.Ids());
            (await remover.RemoveComment(film.Id, id)).Expect(404);
        }
    }

    [Fact]
    public async Task Comment_OfNothingTooMuchOrControls_IsRefused()
    {
        using var member = await film.Site.NewMember();

        foreach (var content in new[] { "", new string('x', 2_001), "bell\a" })
            (await member.Comment(film.Id, content)).Expect(400, "comment-invalid");
        (await member.Comment(film.Id, new string('x', 2_000))).Expect(201);
    }

    [Fact]
    public async Task Comments_ArePagedWithoutGapsOrRepeats()
    {
        using var member = await film.Site.NewMember();
        var written = new HashSet<string>();
        for (var i = 0; i < 7; i++)
            written.Add((await member.Comment(film.Id, $"page {i}")).Expect(201).Json.Text("id")!);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var query = cursor is null ? "?limit=3" : $"?limit=3&cursor={Uri.EscapeDataString(cursor)}";
            var page = (await film.Guest.Get($"/api/v1/videos/{film.Id}/comments{query}")).Expect(200).Json;
            Assert.True(page.Ids().Length <= 3);
            seen.AddRange(page.Ids());
            cursor = page.Text("nextCursor");
        }
        while (cursor is not null);

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Subset(seen.ToHashSet(), written);
    }
}
