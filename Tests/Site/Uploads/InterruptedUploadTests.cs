using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Uploads;

[Trait("Needs", "ffmpeg")]
public sealed class InterruptedUploadTests(SharedSite shared) : SiteTest(shared)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    /// <summary>W13: half a file never becomes a video, and the draft can be used again.</summary>
    [Fact]
    public async Task Upload_CutInTheMiddle_LeavesADraftThatCanBeFilledAgain()
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft();
        var bytes = await File.ReadAllBytesAsync(Film);
        using (var upload = await RawUpload.Half(Site, owner, id, bytes))
            upload.Abort();

        await Site.FilesGone(id, Soon);
        Assert.Equal("draft", (await owner.Details(id)).Expect(200).Json.Text("state"));

        await owner.UploadOnceFree(id, bytes, Soon);
        await owner.WaitForState(id, "ready");
        Assert.Equal(bytes, (await owner.Play(id)).Expect(200).Body);
        await owner.QuotaBecomes(bytes.Length, Soon);
    }

    [Fact]
    public async Task Upload_BesideAnother_IsRefusedAndTheFirstGoesOn()
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft();
        var bytes = await File.ReadAllBytesAsync(Film);
        using var first = await RawUpload.Half(Site, owner, id, bytes);

        (await owner.Upload(id, Film)).Expect(409, "upload-in-progress");

        Assert.Equal(201, await first.Finish());
        await owner.WaitForState(id, "ready");
        Assert.Equal(bytes, (await owner.Play(id)).Expect(200).Body);
    }

    /// <summary>W21: a deletion that overtakes a slow upload leaves no orphan.</summary>
    [Fact]
    public async Task Delete_DuringAnUpload_LeavesNoFileBehind()
    {
        using var owner = await Site.NewMember();
        var id = await owner.CreateDraft();
        using var upload = await RawUpload.Half(Site, owner, id, await File.ReadAllBytesAsync(Film));

        (await owner.DeleteForGood(id)).Expect(202);
        await owner.WaitForState(id, "purged", Soon);
        var status = await upload.TryFinish();

        Assert.NotEqual(201, status);
        await Site.FilesGone(id, Soon);
        Assert.Equal("purged", (await owner.Details(id)).Expect(200).Json.Text("state"));
        await owner.QuotaBecomes(0, Soon);
    }
}
