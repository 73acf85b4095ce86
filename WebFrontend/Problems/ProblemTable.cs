using static Microsoft.AspNetCore.Http.StatusCodes;

namespace OrleansVideo.WebFrontend.Problems;

/// <summary>One kind of problem as HTTP shows it (RFC 9457).</summary>
/// <param name="Status">The status code.</param>
/// <param name="Code">The stable code that clients may compare, in kebab case.</param>
/// <param name="Title">A few words, the same for every occurrence.</param>
/// <param name="Detail">A sentence that names the rule; an occurrence may say more.</param>
/// <param name="RetryAfter">How long to wait when the occurrence does not say; null where waiting does not help.</param>
public sealed record ProblemKind(int Status, string Code, string Title, string Detail, TimeSpan? RetryAfter = null)
{
    /// <summary>The field of the request that breaks the rule, by its name in JSON; null where the code says it.</summary>
    public string? Field { get; init; }

    /// <summary>What <see cref="Detail"/> says, where it has an argument.</summary>
    public RefusalReason? Reason { get; init; }
}

/// <summary>Every <see cref="RefusalCode"/> with its status and words: the one place where a rule becomes an HTTP answer.</summary>
public static class ProblemTable
{
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<RefusalCode, ProblemKind> Kinds = new()
    {
        [RefusalCode.NotFound] = new(Status404NotFound, "not-found", "Not found",
            "There is nothing here, or it is not for you to see."),
        [RefusalCode.SignInRequired] = new(Status401Unauthorized, "sign-in-required", "Sign-in required",
            "Sign in first."),
        [RefusalCode.NotYours] = new(Status403Forbidden, "not-yours", "Not yours",
            "Only its owner and admins may do this."),
        [RefusalCode.CrossSite] = new(Status403Forbidden, "cross-site", "Cross-site request",
            "A page of another site may not make changes here."),
        [RefusalCode.MalformedJson] = new(Status400BadRequest, "malformed-json", "Malformed JSON",
            "The body must be one JSON object with the fields of this route."),
        [RefusalCode.QueryInvalid] = new(Status400BadRequest, "query-invalid", "Invalid query",
            "A query parameter has a value that this list does not know: limit is 1 to 100, cursor comes from a previous page."),
        [RefusalCode.TitleInvalid] = new(Status400BadRequest, "title-invalid", "Invalid title",
            "A title has 1 to 120 characters and no control characters."),
        [RefusalCode.DescriptionInvalid] = new(Status400BadRequest, "description-invalid", "Invalid description",
            "A description has at most 5,000 characters and no control characters but line breaks and tabs."),
        [RefusalCode.VisibilityInvalid] = new(Status400BadRequest, "visibility-invalid", "Invalid visibility",
            "Visibility is one of public, unlisted and private."),
        [RefusalCode.CommentInvalid] = new(Status400BadRequest, "comment-invalid", "Invalid comment",
            "A comment has 1 to 2,000 characters and no control characters but line breaks and tabs."),
        [RefusalCode.UserNameInvalid] = new(Status400BadRequest, "user-name-invalid", "Invalid user name",
            "A user name has 3 to 32 characters, each a letter from A to Z, a digit, a dot, a hyphen or an underscore."),
        [RefusalCode.UserNameTaken] = new(Status409Conflict, "user-name-taken", "User name taken",
            "This user name belongs to somebody, or did once."),
        [RefusalCode.PasswordWeak] = new(Status400BadRequest, "password-weak", "Weak password",
            "A password has 8 to 128 characters and is not the user name."),
        [RefusalCode.RegistrationClosed] = new(Status403Forbidden, "registration-closed", "Registration closed",
            "This site takes no new accounts."),
        [RefusalCode.CredentialsWrong] = new(Status401Unauthorized, "credentials-wrong", "Wrong credentials",
            "User name and password do not match an account."),
        [RefusalCode.TooManyAttempts] = new(Status429TooManyRequests, "too-many-attempts", "Too many attempts",
            "Too many attempts.", Later),
        [RefusalCode.SetupCodeWrong] = new(Status403Forbidden, "setup-code-wrong", "Wrong set-up code",
            "The set-up code is wrong, or set-up is over."),
        [RefusalCode.NotReady] = new(Status409Conflict, "not-ready", "Not ready",
            "The video has nothing to play yet, or its content could not be read."),
        [RefusalCode.Gone] = new(Status410Gone, "gone", "Gone",
            "The video was deleted."),
        [RefusalCode.AlreadyUploaded] = new(Status409Conflict, "already-uploaded", "Already uploaded",
            "The video has its content already; content is never replaced."),
        [RefusalCode.UploadInProgress] = new(Status409Conflict, "upload-in-progress", "Upload in progress",
            "Another upload to this video is running."),
        [RefusalCode.UploadsExhausted] = new(Status429TooManyRequests, "uploads-exhausted", "Too many uploads",
            "Your account has as many uploads running as one may have.", Later),
        [RefusalCode.UploadSuperseded] = new(Status409Conflict, "upload-superseded", "Upload superseded",
            "A newer upload to this video took this one's place, or this one was silent for too long."),
        [RefusalCode.UploadLost] = new(Status409Conflict, "upload-lost", "Upload lost",
            "The file arrived and was lost before it was stored. Upload it again."),
        [RefusalCode.MultipartInvalid] = new(Status400BadRequest, "multipart-invalid", "Invalid multipart body",
            "The body must be multipart/form-data, and complete."),
        [RefusalCode.FileMissing] = new(Status400BadRequest, "file-missing", "File missing",
            "The form must have a file in its field named file."),
        [RefusalCode.FileEmpty] = new(Status400BadRequest, "file-empty", "File empty",
            "The file has no bytes."),
        [RefusalCode.TooLarge] = new(Status413PayloadTooLarge, "too-large", "Too large",
            "The body is larger than this route takes."),
        [RefusalCode.QuotaExceeded] = new(Status413PayloadTooLarge, "quota-exceeded", "Quota exceeded",
            "Your account's storage is used up; deleting videos for good makes room."),
        [RefusalCode.TypeNotAllowed] = new(Status415UnsupportedMediaType, "type-not-allowed", "Type not allowed",
            "The content is of no type that this site takes."),
        [RefusalCode.StorageFull] = new(Status507InsufficientStorage, "storage-full", "Storage full",
            "The site has no room for this file at the moment. Try again later; if that does not help, tell whoever runs the site.", Minute),
        [RefusalCode.NotInTrash] = new(Status409Conflict, "not-in-trash", "Not in the trash",
            "Only a video in the trash can be restored."),
        [RefusalCode.PurgeStarted] = new(Status409Conflict, "purge-started", "Removal has begun",
            "The removal of the video's files has begun, so its deletion can't be undone."),
        [RefusalCode.RemovedByAdmin] = new(Status409Conflict, "removed-by-admin", "Removed by an administrator",
            "An administrator removed, holds or limits this video. Only an administrator can undo that."),
        [RefusalCode.ReasonInvalid] = new(Status400BadRequest, "reason-invalid", "Invalid reason",
            "A reason has at most 500 characters and no control characters."),
        [RefusalCode.FieldInvalid] = new(Status400BadRequest, "field-invalid", "Invalid field",
            "A field has a value that it does not take."),
        [RefusalCode.DeletionStateConflict] = new(Status409Conflict, "deletion-state-conflict", "Not in this state",
            "The deletion is in no state that allows this: it is closed, held, not held, or has not failed."),
        [RefusalCode.StreamsExhausted] = new(Status429TooManyRequests, "streams-exhausted", "All streams in use",
            "As many videos are playing as this site can play at once.", Later),
        [RefusalCode.ViewerLimit] = new(Status429TooManyRequests, "viewer-limit", "Too many playbacks",
            "You are playing as many videos as one viewer may play at once.", Later),
        [RefusalCode.AddressLimit] = new(Status429TooManyRequests, "address-limit", "Too many playbacks",
            "Your network address plays as many videos as one may play at once.", Later),
        [RefusalCode.RequestLimit] = new(Status429TooManyRequests, "request-limit", "Too many requests",
            "This playback has as many requests open as one may have at once.", Shortly),
        [RefusalCode.Evicted] = new(Status429TooManyRequests, "evicted", "Playback ended",
            "An administrator ended this playback. You can watch the video again in a while.", Later),
        [RefusalCode.CapacityInvalid] = new(Status400BadRequest, "capacity-invalid", "Invalid capacity",
            "maxStreams must be there: a whole number from 0 to 10,000,000, or null for the number that the site is configured with."),
        [RefusalCode.ScanRunning] = new(Status409Conflict, "scan-running", "Scan running",
            "A scan of the storage is running already."),
        [RefusalCode.FindingNotMovable] = new(Status409Conflict, "finding-not-movable", "Nothing to move",
            "The finding's kind or state leaves no file to move."),
        [RefusalCode.FileWanted] = new(Status409Conflict, "file-wanted", "File in use",
            "A video or an upload may still want the file, so it stays where it is."),
        [RefusalCode.PlaceOccupied] = new(Status409Conflict, "place-occupied", "Place occupied",
            "Another file stands at the place that this one would go to."),
        [RefusalCode.RateLimited] = new(Status429TooManyRequests, "rate-limited", "Too many requests",
            "You are doing this too often.", TimeSpan.FromMinutes(1)),
        [RefusalCode.DraftsExhausted] = new(Status409Conflict, "drafts-exhausted", "Too many drafts",
            "You have as many unfinished drafts as an account may have. Upload their files or delete some, then try again."),
        [RefusalCode.PreconditionFailed] = new(Status412PreconditionFailed, "precondition-failed", "Precondition failed",
            "A condition of the request does not hold for the video as it is."),
        [RefusalCode.RangeNotSatisfiable] = new(Status416RangeNotSatisfiable, "range-not-satisfiable", "Range not satisfiable",
            "No byte of the video lies within the range asked for."),
        [RefusalCode.TargetNotAllowed] = new(Status400BadRequest, "target-not-allowed", "Target not allowed",
            "The url must be a path of this site's own API and begin with /api/v1/."),
        [RefusalCode.EnvelopeInvalid] = new(Status400BadRequest, "envelope-invalid", "Invalid envelope",
            "The body must be {\"url\",\"method\",\"req_body\"}: a path, one of GET, HEAD, POST, PUT, PATCH and DELETE, and a string or an object."),
        [RefusalCode.SearchBusy] = new(Status503ServiceUnavailable, "search-busy", "Search is busy",
            "Too many people are searching right now. Try again shortly.", Shortly),
        [RefusalCode.ClusterUnavailable] = new(Status503ServiceUnavailable, "cluster-unavailable", "Temporarily unavailable",
            "The site's back end did not answer in time; whether a change was made is not known. Try again shortly.", Shortly),
        [RefusalCode.NewerVersion] = new(Status503ServiceUnavailable, "newer-version", "Upgrade in progress",
            "The site is being upgraded, and what answered here is the older version. Nothing was changed; try again shortly.", Shortly),
    };

    /// <summary>
    /// The problem that a refusal is, with its standard words. A code of a newer release is told as <see cref="RefusalCode.NewerVersion"/>:
    /// something was refused, and the frontend that knows why is on its way.
    /// </summary>
    public static ProblemKind Of(RefusalCode code) => Kinds.GetValueOrDefault(code) ?? Kinds[RefusalCode.NewerVersion];
}
