namespace OrleansVideo;

/// <summary>
/// Every reason for which this site says no. Each value is one stable problem code of the HTTP face: the name in
/// kebab case (<c>TitleInvalid</c> is <c>title-invalid</c>). Grains return it, the frontend gives it a status.
/// </summary>
public enum RefusalCode
{
    /// <summary>The id is unknown, or its existence is not this caller's to know.</summary>
    NotFound,

    /// <summary>The caller must sign in first.</summary>
    SignInRequired,

    /// <summary>The caller may see it, but it is not theirs to change.</summary>
    NotYours,

    /// <summary>An unsafe request came from another site's page.</summary>
    CrossSite,

    /// <summary>The body is not the JSON that the route takes.</summary>
    MalformedJson,

    /// <summary>A query parameter (limit, cursor, sort) has a value that the list does not know.</summary>
    QueryInvalid,

    /// <summary>The title is empty, longer than 120 characters, or holds control characters.</summary>
    TitleInvalid,

    /// <summary>The description is longer than 5,000 characters or holds control characters.</summary>
    DescriptionInvalid,

    /// <summary>The visibility is none of public, unlisted, private.</summary>
    VisibilityInvalid,

    /// <summary>The comment is empty, longer than 2,000 characters, or holds control characters.</summary>
    CommentInvalid,

    /// <summary>The user name is not 3 to 32 of <c>A-Za-z0-9._-</c>.</summary>
    UserNameInvalid,

    /// <summary>The user name belongs to somebody, or did once.</summary>
    UserNameTaken,

    /// <summary>The password does not meet the rules.</summary>
    PasswordWeak,

    /// <summary>The site takes no new accounts.</summary>
    RegistrationClosed,

    /// <summary>User name and password do not match an account.</summary>
    CredentialsWrong,

    /// <summary>Too many sign-ins failed or wait; the account is closed for a while.</summary>
    TooManyAttempts,

    /// <summary>The one-time set-up code is wrong, or set-up is over.</summary>
    SetupCodeWrong,

    /// <summary>The video has no playable content yet, or never will.</summary>
    NotReady,

    /// <summary>The video is in the trash or its content is gone.</summary>
    Gone,

    /// <summary>The video has its content already.</summary>
    AlreadyUploaded,

    /// <summary>Another upload to this video is running.</summary>
    UploadInProgress,

    /// <summary>The account has as many uploads running as it may.</summary>
    UploadsExhausted,

    /// <summary>The upload lost its write lease to a newer one, or the lease lapsed.</summary>
    UploadSuperseded,

    /// <summary>The body is not multipart/form-data, or breaks off.</summary>
    MultipartInvalid,

    /// <summary>The form has no field named <c>file</c>.</summary>
    FileMissing,

    /// <summary>The file has no bytes.</summary>
    FileEmpty,

    /// <summary>The file is larger than one upload may be.</summary>
    TooLarge,

    /// <summary>The account's storage is used up.</summary>
    QuotaExceeded,

    /// <summary>The content is of no allowed type.</summary>
    TypeNotAllowed,

    /// <summary>The site's disk is full.</summary>
    StorageFull,

    /// <summary>The video is not in the trash, so it can't be restored.</summary>
    NotInTrash,

    /// <summary>The removal of files has begun, so the deletion can't be undone.</summary>
    PurgeStarted,

    /// <summary>The deletion is in no state that allows this: it is closed, held, not held, or not given up.</summary>
    DeletionStateConflict,

    /// <summary>All stream tokens of the cluster are held.</summary>
    StreamsExhausted,

    /// <summary>This viewer has as many playbacks as one may have.</summary>
    ViewerLimit,

    /// <summary>This address has as many playbacks as one may have.</summary>
    AddressLimit,

    /// <summary>This playback has as many requests open at once as one may have.</summary>
    RequestLimit,

    /// <summary>A condition of the request does not hold for the content as it is.</summary>
    PreconditionFailed,

    /// <summary>No byte of the content lies within the ranges asked for.</summary>
    RangeNotSatisfiable,

    /// <summary>The pass-through was asked for something other than this site's own API.</summary>
    TargetNotAllowed,

    /// <summary>The pass-through's envelope is not <c>{"url","method","req_body"}</c>.</summary>
    EnvelopeInvalid,

    /// <summary>The cluster, or the database behind it, did not answer in time.</summary>
    ClusterUnavailable,

    /// <summary>The number of stream tokens asked for is no whole number that may be set, or is missing.</summary>
    CapacityInvalid,

    /// <summary>A scan of the storage is running already.</summary>
    ScanRunning,

    /// <summary>The finding's kind or state leaves nothing to move.</summary>
    FindingNotMovable,

    /// <summary>A video, an upload or its youth protects the file.</summary>
    FileWanted,

    /// <summary>Another file stands at the place that this one would go to.</summary>
    PlaceOccupied,
}
