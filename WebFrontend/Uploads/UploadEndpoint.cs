using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.WebFrontend.Uploads;

/// <summary><c>POST /upload/{id}</c>: a form with one file becomes the content of the caller's draft.</summary>
internal static class UploadEndpoint
{
    /// <summary>201 with id and size, or 303 to the uploader's page for a form; else the rule that refuses.</summary>
    public static async Task<IResult> Post(Guid id, HttpContext context, UploadReceiver receiver, UploadMetrics metrics, TimeProvider clock)
    {
        if (context.GetCaller() is not { } caller) return RefusalCode.SignInRequired.ToProblem();
        var received = await metrics.Measure(clock, () => receiver.Receive(id, caller, context));
        if (!received.TryGet(out var content, out var refusal)) return refusal.ToProblem();
        return context.IsBrowser()
            ? new SeeOther("/userhome")
            : TypedResults.Created($"/api/v1/videos/{id:D}", new UploadedJson(id, content.Size));
    }
}

/// <summary>The answer to an upload.</summary>
/// <param name="Id">The video.</param>
/// <param name="Size">Bytes of its content.</param>
internal sealed record UploadedJson(Guid Id, long Size);
