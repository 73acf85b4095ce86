namespace OrleansVideo;

/// <summary>
/// Every reason for which this site says no. Each value is one stable problem code of the HTTP face: the name in
/// kebab case (<c>TitleInvalid</c> is <c>title-invalid</c>). Grains return it, the frontend gives it a status. The numbers
/// travel: a frontend that meets one of a newer release answers as for <see cref="NewerVersion"/>.
/// </summary>
public enum RefusalCode
{
    /// <summary>The id is unknown, or its existence is not this caller's to know.</summary>
    NotFound = 0,

    /// <summary>The caller must sign in first.</summary>
    SignInRequired = 1,

    /// <summary>The caller may see it, but it is not theirs to change.</summary>
    NotYours = 2,

    /// <summary>An unsafe request came from another site's page.</summary>
    CrossSite = 3,

    /// <summary>The body is not the JSON that the route takes.</summary>
    MalformedJson = 4,

    /// <summary>A query parameter (limit, cursor, sort) has a value that the list does not know.</summary>
    QueryInvalid = 5,

    /// <summary>The title is empty, longer than 120 characters, or holds control characters.</summary>
    TitleInvalid = 6,

    /// <summary>The description is longer than 5,000 characters or holds control characters.</summary>
    DescriptionInvalid = 7,

    /// <summary>The visibility is none of public, unlisted, private.</summary>
    VisibilityInvalid = 8,

    /// <summary>The comment is empty, longer than 2,000 characters, or holds control characters.</summary>
    CommentInvalid = 9,

    /// <summary>The user name is not 3 to 32 of <c>A-Za-z0-9._-</c>.</summary>
    UserNameInvalid = 10,

    /// <summary>The user name belongs to somebody, or did once.</summary>
    UserNameTaken = 11,

    /// <summary>The password does not meet the rules.</summary>
    PasswordWeak = 12,

    /// <summary>The site takes no new accounts.</summary>
    RegistrationClosed = 13,

    /// <summary>User name and password do not match an account.</summary>
    CredentialsWrong = 14,

    /// <summary>Too many sign-ins failed or wait; the account is closed for a while.</summary>
    TooManyAttempts = 15,

    /// <summary>The one-time set-up code is wrong, or set-up is over.</summary>
    SetupCodeWrong = 16,

    /// <summary>The video has no playable content yet, or never will.</summary>
    NotReady = 17,

    /// <summary>The video is in the trash or its content is gone.</summary>
    Gone = 18,

    /// <summary>The video has its content already.</summary>
    AlreadyUploaded = 19,

    /// <summary>Another upload to this video is running.</summary>
    UploadInProgress = 20,

    /// <summary>The account has as many uploads running as it may.</summary>
    UploadsExhausted = 21,

    /// <summary>The upload lost its write lease to a newer one, or the lease lapsed.</summary>
    UploadSuperseded = 22,

    /// <summary>The body is not multipart/form-data, or breaks off.</summary>
    MultipartInvalid = 23,

    /// <summary>The form has no field named <c>file</c>.</summary>
    FileMissing = 24,

    /// <summary>The file has no bytes.</summary>
    FileEmpty = 25,

    /// <summary>The file is larger than one upload may be.</summary>
    TooLarge = 26,

    /// <summary>The account's storage is used up.</summary>
    QuotaExceeded = 27,

    /// <summary>The content is of no allowed type.</summary>
    TypeNotAllowed = 28,

    /// <summary>The site's disk is full.</summary>
    StorageFull = 29,

    /// <summary>The video is not in the trash, so it can't be restored.</summary>
    NotInTrash = 30,

    /// <summary>The removal of files has begun, so the deletion can't be undone.</summary>
    PurgeStarted = 31,

    /// <summary>The deletion is in no state that allows this: it is closed, held, not held, or not given up.</summary>
    DeletionStateConflict = 32,

    /// <summary>All stream tokens of the cluster are held.</summary>
    StreamsExhausted = 33,

    /// <summary>This viewer has as many playbacks as one may have.</summary>
    ViewerLimit = 34,

    /// <summary>This address has as many playbacks as one may have.</summary>
    AddressLimit = 35,

    /// <summary>This playback has as many requests open at once as one may have.</summary>
    RequestLimit = 36,

    /// <summary>A condition of the request does not hold for the content as it is.</summary>
    PreconditionFailed = 37,

    /// <summary>No byte of the content lies within the ranges asked for.</summary>
    RangeNotSatisfiable = 38,

    /// <summary>The pass-through was asked for something other than this site's own API.</summary>
    TargetNotAllowed = 39,

    /// <summary>The pass-through's envelope is not <c>{"url","method","req_body"}</c>.</summary>
    EnvelopeInvalid = 40,

    /// <summary>The cluster, or the database behind it, did not answer in time.</summary>
    ClusterUnavailable = 41,

    /// <summary>The number of stream tokens asked for is no whole number that may be set, or is missing.</summary>
    CapacityInvalid = 42,

    /// <summary>A scan of the storage is running already.</summary>
    ScanRunning = 43,

    /// <summary>The finding's kind or state leaves nothing to move.</summary>
    FindingNotMovable = 44,

    /// <summary>A video, an upload or its youth protects the file.</summary>
    FileWanted = 45,

    /// <summary>Another file stands at the place that this one would go to.</summary>
    PlaceOccupied = 46,

    /// <summary>It was written by a newer release than the process that answers, which can show it and must not change it.</summary>
    NewerVersion = 47,

    /// <summary>The account or address did more of something than one may in a while, or asked for too many ids that are not there.</summary>
    RateLimited = 48,

    /// <summary>The file that was to be published is not on the site's disk: nothing of it is acknowledged, and it can be sent again.</summary>
    UploadLost = 49,

    /// <summary>An admin ended this playback a moment ago; it may begin again after a while.</summary>
    Evicted = 50,

    /// <summary>As many searches run as may, and none ended in time.</summary>
    SearchBusy = 51,

    /// <summary>The account has as many unfinished drafts as it may.</summary>
    DraftsExhausted = 54,

    /// <summary>An admin has removed, holds or limits the video, and its owner undoes only what he did himself.</summary>
    RemovedByAdmin = 56,

    /// <summary>What an admin would tell the owner is longer than 500 characters, or has control characters.</summary>
    ReasonInvalid = 57,

    /// <summary>A field has a value that it does not take: the refusal names the field, and says its rule.</summary>
    FieldInvalid = 58,
}
