using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Catalog;
using OrleansVideo.Comments;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Pages.Words;
using OrleansVideo.WebFrontend.Streaming;

namespace OrleansVideo.WebFrontend.Pages;

/// <summary>One video: its player, what is said of it, and what its manager can do with it.</summary>
public sealed class WatchModel(IGrainFactory grains, CountedViews views, TimeProvider clock) : VideoPage(grains, clock)
{
    /// <summary>Where this page of the comments begins.</summary>
    [BindProperty(SupportsGet = true)]
    public string? CommentsFrom { get; set; }

    /// <summary>Where the address asks the film to begin.</summary>
    [BindProperty(Name = "t", SupportsGet = true)]
    public string? StartText { get; set; }

    /// <summary>The same in seconds, within the film; null when it asks for no such time.</summary>
    public int? Start => TimeInFilm.Within(Video.DurationSeconds, StartText);

    /// <summary>A comment as it is being written.</summary>
    [BindProperty]
    public string? NewComment { get; set; }

    /// <summary>The comments of this page, newest first.</summary>
    public Page<Comment> Comments { get; private set; } = new([], null);

    /// <summary>How many comments there are on all pages.</summary>
    public long CommentCount { get; private set; }

    /// <summary>How many playbacks of the video were granted.</summary>
    public long Views { get; private set; }

    /// <summary>Whether the video is the caller's to change.</summary>
    public bool IsManager => Video.IsManagedBy(Caller);

    private ICommentThreadGrain Thread => Grains.GetGrain<ICommentThreadGrain>(Video.Id);

    /// <summary>Whether the caller may remove the comment: its author, the video's owner and admins may.</summary>
    public bool MayRemove(Comment comment) => IsManager || (Caller is { } caller && caller.AccountId == comment.AuthorId);

    /// <summary>Shows the video. Its manager sees it in the trash too, and can bring it back; nobody sees a purged one.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync() is { } refused) return refused;
        ViewerCookie.Ensure(HttpContext);
        return Page();
    }

    /// <summary>Posts a comment.</summary>
    [RateLimited(RateLimitKind.Comments)]
    public async Task<IActionResult> OnPostCommentAsync()
    {
        if (await LoadAsync() is { } refused) return refused;
        if (Caller is not { } caller) return Refused(RefusalCode.SignInRequired);

        // A form sends line breaks as CR LF; they count, and are stored, as one character.
        var posted = await Thread.Post((NewComment ?? "").ReplaceLineEndings("\n").Trim(), caller);
        return posted.Refusal is { } refusal ? RefusedForm(refusal) : BackToComments();
    }

    /// <summary>Removes a comment.</summary>
    [RateLimited(RateLimitKind.Deletions)]
    public async Task<IActionResult> OnPostRemoveCommentAsync(Guid commentId)
    {
        if (await LoadAsync() is { } refused) return refused;
        if (Caller is not { } caller) return Refused(RefusalCode.SignInRequired);

        // One that is gone already is what was asked for.
        var removed = await Thread.Remove(commentId, caller);
        return removed.Refusal is { Code: not RefusalCode.NotFound } refusal ? Refused(refusal) : BackToComments();
    }

    /// <summary>The page again, with the comment as it was typed.</summary>
    protected override async Task<IActionResult> LimitedAsync(Refusal refusal) => await LoadAsync() ?? RefusedForm(refusal);

    private async Task<IActionResult?> LoadAsync()
    {
        if (await LoadReadableAsync() is { } refused) return refused;
        if (Video.Status is VideoStatus.Purging or VideoStatus.Purged) return Refused(RefusalCode.Gone);

        var state = Thread.GetState();
        Views = (await views.AddTo(Video)).Views;
        var listed = await Thread.List(new PageRequest(Cursor: CommentsFrom), Caller, HttpContext.RequestAborted);
        CommentCount = (await state).Count;
        if (!listed.TryGet(out var comments, out var refusal)) return Refused(refusal);
        Comments = comments;
        return null;
    }

    private RedirectToPageResult BackToComments() => RedirectToPage("/Watch", null, new { id = Id }, "comments");
}
