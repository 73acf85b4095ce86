using System.Net.Http.Headers;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Client;

/// <summary>Sends files as a form does.</summary>
public static class UploadCalls
{
    public static async Task<Reply> Upload(this SiteClient client, string id, string file)
    {
        await using var stream = File.OpenRead(file);
        return await client.Upload(id, stream, Path.GetFileName(file));
    }

    public static Task<Reply> Upload(this SiteClient client, string id, byte[] bytes, string fileName = "clip.mp4") =>
        client.Upload(id, new MemoryStream(bytes), fileName);

    /// <summary>Streams the file part; a stream of unknown length makes a request without Content-Length.</summary>
    public static Task<Reply> Upload(this SiteClient client, string id, Stream stream, string fileName = "clip.mp4", string field = "file") =>
        client.Send(HttpMethod.Post, $"/upload/{id}", FileForm(stream, fileName, field));

    /// <summary>Uploads as somebody whose last upload broke off: refused as long as the site thinks that it is still on, and told to come again.</summary>
    public static Task<Reply> UploadOnceFree(this SiteClient client, string id, byte[] bytes, TimeSpan within) =>
        Eventually.Get("the place of the upload before is free", within, async () =>
        {
            var reply = await client.Upload(id, bytes);
            if (reply.Status != 409) return reply.Expect(201);
            Assert.NotNull(reply.Expect(409, "upload-in-progress").RetryAfter);
            return null;
        });

    public static MultipartFormDataContent FileForm(Stream stream, string fileName, string field = "file")
    {
        var part = new StreamContent(stream);
        part.Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        return new MultipartFormDataContent { { part, field, fileName } };
    }
}
