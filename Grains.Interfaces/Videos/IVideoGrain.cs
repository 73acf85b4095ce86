using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Concurrency;
using OrleansVideo.Accounts;

namespace OrleansVideo.Videos;

/// <summary>
/// The truth about one video, keyed by its id. It owns metadata, lifecycle and deletion state, calls no other grain, and
/// writes its own read-model rows: an intent before its state, the row after it.
/// </summary>
[Alias("IVideoGrain"), GrainInterfaceType("video")]
public interface IVideoGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Creates the draft. Refused with <see cref="RefusalCode.TitleInvalid"/> or <see cref="RefusalCode.DescriptionInvalid"/>;
    /// an id that was ever used is <see cref="RefusalCode.AlreadyUploaded"/>.
    /// </summary>
    [Alias("Create")]
    Task<Result<VideoDetails>> Create(NewVideo video, Caller owner);

    /// <summary>The stored facts; null when there is no such video. Never waits behind a write.</summary>
    [Alias("Read"), AlwaysInterleave, Idempotent]
    Task<VideoDetails?> Read();

    /// <summary>
    /// Changes texts and visibility. A video in the trash or beyond is <see cref="RefusalCode.Gone"/>. What an admin gives another's video is a
    /// ceiling: the owner is refused with <see cref="RefusalCode.RemovedByAdmin"/> when he opens it beyond.
    /// </summary>
    [Alias("Edit"), Idempotent]
    Task<Result<VideoDetails>> Edit(VideoEdit edit, Caller caller);

    /// <summary>
    /// The content lies whole under the video's final name: from draft to processing. Saying the same again is done;
    /// other content is <see cref="RefusalCode.AlreadyUploaded"/>, a deleted video <see cref="RefusalCode.Gone"/>.
    /// </summary>
    [Alias("BeginProcessing")]
    Task<Result> BeginProcessing(StoredContent content);

    /// <summary>
    /// The file of a draft was lost before it was published: the draft stays one, takes another upload, and says why. In any other state it
    /// does nothing.
    /// </summary>
    /// <param name="reason">Why, in words for its owner.</param>
    [Alias("LoseUpload")]
    Task<Result> LoseUpload(string reason);

    /// <summary>From processing to ready, or to failed when the report says why. In any other state it does nothing.</summary>
    [Alias("CompleteProcessing")]
    Task<Result> CompleteProcessing(ProbeReport report);

    /// <summary>The poster lies in the store. A video that never became ready is <see cref="RefusalCode.NotReady"/>, one that is purged <see cref="RefusalCode.Gone"/>.</summary>
    [Alias("AddPoster")]
    Task<Result> AddPoster();

    /// <summary>
    /// Hides the video for deletion number <paramref name="generation"/>, or moves the deadline of that same deletion.
    /// <see cref="RefusalCode.NotInTrash"/> when that deletion was already undone.
    /// </summary>
    [Alias("Trash")]
    Task<Result<VideoDetails>> Trash(long generation, DateTimeOffset deleteAfter);

    /// <summary>
    /// Whose the deletion is that has put the video into the trash, and who holds it, for its owner to be told. Late or repeated it changes
    /// nothing; the ledger decides by itself.
    /// </summary>
    [Alias("SetRemoval"), Idempotent]
    Task<Result> SetRemoval(VideoRemoval removal);

    /// <summary>Undoes deletion number <paramref name="generation"/>: back to ready, and its late hiding will be refused.</summary>
    [Alias("Restore")]
    Task<Result<VideoDetails>> Restore(long generation);

    /// <summary>Closes the video for good, before its files go. From here on there is no way back.</summary>
    [Alias("BeginPurge")]
    Task<Result<VideoDetails>> BeginPurge(long generation);

    /// <summary>Leaves a tombstone (id, owner, when, bytes freed) after the files are gone.</summary>
    [Alias("CompletePurge")]
    Task<Result> CompletePurge(long generation, long bytesFreed);

    /// <summary>
    /// Forgets a purged video for good, its tombstone included, when that has been kept long enough. From then on its id is
    /// that of a video that never was.
    /// </summary>
    /// <param name="purgedBefore">Tombstones from before this moment are forgotten.</param>
    /// <returns>Whether there is nothing left of it.</returns>
    [Alias("Forget")]
    Task<bool> Forget(DateTimeOffset purgedBefore);

    /// <summary>
    /// Adds granted playbacks to the counter, and to no state of this grain. For frontends of the release before, which know
    /// no <see cref="IViewCounterGrain"/>; the release after has it no more.
    /// </summary>
    [Alias("AddViews")]
    Task AddViews(int count);

    /// <summary>
    /// Finishes an announced change that got no further, by publishing the state as it is under a revision that is at
    /// least <paramref name="revision"/>.
    /// </summary>
    [Alias("Settle")]
    Task Settle(long revision);

    /// <summary>The state as the dashboard shows it.</summary>
    [Alias("GetState"), AlwaysInterleave, Idempotent]
    Task<VideoStateView> GetState();
}

/// <summary>A file that is whole on disk: what identifies its bytes.</summary>
/// <param name="Size">Length in bytes.</param>
/// <param name="Sha256">SHA-256 of all bytes, lower-case hexadecimal.</param>
/// <param name="ContentType">Media type by the content's first bytes.</param>
[GenerateSerializer, Immutable, Alias("StoredContent")]
public sealed record StoredContent(
    [property: Id(0)] long Size,
    [property: Id(1)] string Sha256,
    [property: Id(2)] string ContentType)
{
    /// <summary>Members that a newer release stored with it: kept in the state, not sent.</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? More { get; set; }

    /// <summary>Whether it is the same content, whatever else a newer release knows of it.</summary>
    public bool Equals(StoredContent? other) =>
        other is not null && Size == other.Size && Sha256 == other.Sha256 && ContentType == other.ContentType;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, Sha256, ContentType);
}

/// <summary>A video's state as the dashboard shows it.</summary>
[GenerateSerializer, Immutable, Alias("VideoStateView")]
public sealed record VideoStateView
{
    /// <summary>The video's facts; null when there is no video under this id.</summary>
    [Id(0)] public VideoDetails? Details { get; init; }

    /// <summary>Number of the latest deletion that reached this video; 0 before the first.</summary>
    [Id(1)] public long DeletionGeneration { get; init; }

    /// <summary>Bytes that the purge freed; null before it.</summary>
    [Id(2)] public long? BytesFreed { get; init; }

    /// <summary>Version of the stored form.</summary>
    [Id(3)] public int Schema { get; init; }
}
