using System.Collections.Concurrent;
using OrleansVideo.Catalog;
using OrleansVideo.Streaming;
using OrleansVideo.Videos;

namespace OrleansVideo.WebFrontend.Streaming.Facts;

/// <summary>
/// What this frontend knows of videos: the facts and open files of those that it plays, and the facts alone of those whose
/// bytes are on their way at this moment. A change is named by the catalog from before the grain's state moves until ten
/// seconds after its row is written, with its revision. So what is known is right as of the beginning of the poll behind the
/// last answer: facts of a revision below the one that was named go, and are not taken in, however late they come.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class FactStore(TimeProvider clock) : IDisposable
{
    /// <summary>Videos held at most; further ones are read for each request. Each is an open file.</summary>
    public const int Most = 4_096;

    /// <summary>Facts are read again after a while, whatever happens: their files close when nobody plays them any more.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    /// <summary>
    /// An answer whose poll, by the database's clock, began earlier than another's is the older one of the two. By more than this
    /// it is not: then the clock was set.
    /// </summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, VideoFacts> _held = new();
    private readonly ConcurrentDictionary<Guid, WatchedVideo> _watched = new();
    private readonly SuspensionClock _clock = new(clock);
    private readonly Lock _changing = new();

    /// <summary>What the last answer named.</summary>
    private Dictionary<Guid, long> _named = [];

    /// <summary>
    /// Half of the time for which the last answer names every change; zero while there is none that can tell. Answers further apart,
    /// and facts that came later, may have missed one.
    /// </summary>
    private TimeSpan _reach;

    /// <summary>Viewers who may not go on with a video, and until when; empty most of the time. Replaced as a whole.</summary>
    private volatile Dictionary<PlaybackKey, TimeSpan> _evicted = [];
    private long _confirmed = TimeSpan.MinValue.Ticks / 2;
    private long _beganAt;

    /// <summary>The time since the start, as this store counts it.</summary>
    public TimeSpan Now => _clock.Now;

    /// <summary>How many videos are held.</summary>
    public int Count => _held.Count;

    /// <summary>For how long nobody has said what changed.</summary>
    public TimeSpan Unconfirmed => Now - new TimeSpan(Interlocked.Read(ref _confirmed));

    /// <summary>For how long a playback gets nothing, as an admin has ended it; null when none has.</summary>
    public TimeSpan? EvictedFor(PlaybackKey playback) =>
        _evicted.TryGetValue(playback, out var until) && until - Now is var left && left > TimeSpan.Zero ? left : null;

    /// <summary>The videos whose bytes are on their way.</summary>
    public IEnumerable<WatchedVideo> Watched => _watched.Select(one => one.Value).Where(video => video.IsUsed);

    /// <summary>The facts of a video, if held; the caller is one more user of their file.</summary>
    public VideoFacts? TryUse(Guid id) => _held.TryGetValue(id, out var facts) && facts.Content!.File.TryUse() ? facts : null;

    /// <summary>
    /// Keeps facts that a playback uses: unless a change of them was named since they were read, or may have been forgotten
    /// meanwhile. Facts that are not kept serve their one request.
    /// </summary>
    /// <param name="facts">With an open file, of which the caller is a user.</param>
    public void Hold(VideoFacts facts)
    {
        var id = facts.Video.Id;
        if (_held.TryGetValue(id, out var held) && ReferenceEquals(held, facts)) return;
        lock (_changing)
        {
            if (_named.GetValueOrDefault(id) > facts.Video.Revision || Now - facts.Asked >= _reach) return;
            var isHeld = _held.TryGetValue(id, out held);
            if (isHeld ? held!.Video.Revision >= facts.Video.Revision : Count >= Most) return;
            if (!facts.Content!.File.TryUse()) return;
            if (isHeld) Drop(id);
            _held[id] = facts;
        }
    }

    /// <summary>Drops facts of a video that are older than a revision; its file closes with the last answer that sends it.</summary>
    public void Forget(Guid id, long before)
    {
        if (!_held.ContainsKey(id)) return;
        lock (_changing)
        {
            if (_held.TryGetValue(id, out var held) && held.Video.Revision < before) Drop(id);
        }
    }

    /// <summary>
    /// An answer with bytes of a video begins: what is known of it is kept up to date until the answer has ended. Without a lock, but
    /// for the first answer and for one that knows more.
    /// </summary>
    /// <param name="facts">What the answer is made of.</param>
    /// <returns>What is known, of which the answer is one user until it gives it back.</returns>
    public WatchedVideo Watch(VideoFacts facts)
    {
        if (_watched.TryGetValue(facts.Video.Id, out var known) && known.TryUse())
        {
            if (known.Revision >= facts.Video.Revision && known.ConfirmedAt >= facts.ConfirmedAt) return known;
            known.LetGo();
        }

        lock (_changing)
        {
            var watched = _watched.GetOrAdd(facts.Video.Id, id => new WatchedVideo(id, facts.Video, facts.ConfirmedAt));
            watched.TryUse(); // What is closed is removed under this very lock: so this one is not.
            watched.Evictions = EvictionsFrom(watched.Id, new TimeSpan(Interlocked.Read(ref _confirmed)));
            Take(watched, facts.Video, facts.ConfirmedAt);
            return watched;
        }
    }

    /// <summary>A video's grain has said what there is.</summary>
    /// <param name="id">The video.</param>
    /// <param name="video">What it said; null when there is no such video.</param>
    /// <param name="asked">When it was asked, by this store's clock.</param>
    public void Learn(Guid id, VideoDetails? video, TimeSpan asked)
    {
        Forget(id, before: video?.Revision ?? long.MaxValue);
        if (!_watched.ContainsKey(id)) return;
        lock (_changing)
        {
            if (_watched.TryGetValue(id, out var watched)) Take(watched, video, asked);
        }
    }

    /// <summary>
    /// The catalog has answered: 1. an answer that is older than the last one is passed over; 2. when it does not reach back to the
    /// last one, everything goes that was held, and what is watched must be read; 3. else what it names goes, or must be read;
    /// 4. all else is confirmed as of the beginning of its poll, and goes when it has been held for long enough.
    /// </summary>
    /// <param name="changes">What changed.</param>
    /// <param name="asked">When it was asked, by this store's clock.</param>
    public void Confirm(RecentChanges changes, TimeSpan asked)
    {
        var began = asked - changes.Age;
        lock (_changing)
        {
            var confirmed = new TimeSpan(Interlocked.Read(ref _confirmed));
            if (began < confirmed || IsOlder(changes)) return; // 1
            _reach = changes.NamesAllOfTheLast / 2;
            _named = Greatest(changes.Videos);
            _evicted = (changes.Evictions ?? []).ToDictionary(one => one.Playback, one => began + one.Left);
            if (began - confirmed > _reach || _reach == TimeSpan.Zero) DropAll(); // 2
            foreach (var (id, revision) in _named) Forget(id, revision); // 3
            foreach (var (id, facts) in _held) // 4
            {
                if (Now - facts.Asked > Life) Drop(id);
                else facts.Confirm(began);
            }

            foreach (var (id, watched) in _watched)
            {
                if (watched.TryClose()) _watched.TryRemove(id, out _);
                else Confirm(watched, began);
            }

            _beganAt = changes.BeganAt;
            Interlocked.Exchange(ref _confirmed, began.Ticks);
        }
    }

    /// <summary>Drops everything that is held.</summary>
    public void DropAll()
    {
        lock (_changing)
        {
            foreach (var id in _held.Keys) Drop(id);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DropAll();

    private static Dictionary<Guid, long> Greatest(IReadOnlyList<VideoChange> changes)
    {
        var named = new Dictionary<Guid, long>(changes.Count);
        foreach (var (id, revision) in changes) named[id] = Math.Max(revision, named.GetValueOrDefault(id));
        return named;
    }

    /// <summary>By the clock of the database, which all silos read; one of an earlier release does not say.</summary>
    private bool IsOlder(RecentChanges changes) =>
        changes.BeganAt != 0 && changes.BeganAt < _beganAt && _beganAt - changes.BeganAt <= ClockStep.TotalMilliseconds;

    private void Confirm(WatchedVideo watched, TimeSpan began)
    {
        watched.Evictions = EvictionsFrom(watched.Id, began);
        if (_named.GetValueOrDefault(watched.Id) > watched.Revision || began - watched.ConfirmedAt > _reach) watched.IsDoubtful = true;
        if (!watched.IsDoubtful) watched.Set(watched.Video, began);
    }

    /// <summary>What was read is known, unless more is known already. While a later revision is named, only reading again can confirm it.</summary>
    private void Take(WatchedVideo watched, VideoDetails? video, TimeSpan asOf)
    {
        if (video?.Revision < watched.Revision) return;
        watched.Set(video, asOf);
        watched.IsDoubtful = _named.GetValueOrDefault(watched.Id) > watched.Revision || Now - watched.ConfirmedAt >= _reach;
    }

    private VideoEvictions EvictionsFrom(Guid id, TimeSpan asOf) => new(
        _evicted.Count == 0 ? null : [.. _evicted.Keys.Where(playback => playback.VideoId == id).Select(playback => playback.Viewer)],
        asOf);

    private void Drop(Guid id)
    {
        if (_held.TryRemove(id, out var facts)) facts.Content!.File.Dispose();
    }
}

/// <summary>
/// Viewers whose playbacks of a video an admin has ended. Only the catalog's answers tell of them: the word of the video's grain,
/// however fresh, leaves this as old as it was.
/// </summary>
/// <param name="Viewers">The viewers; null when there are none.</param>
/// <param name="AsOf">As of when these are all, by the store's clock.</param>
internal sealed record VideoEvictions(HashSet<string>? Viewers, TimeSpan AsOf);

/// <summary>
/// What this frontend knows of a video whose bytes are on their way, shared by all answers that send them. It is read without a
/// lock before each piece; all else is the store's, under its lock.
/// </summary>
/// <param name="id">The video.</param>
/// <param name="video">What is known first.</param>
/// <param name="confirmedAt">As of when that is right.</param>
internal sealed class WatchedVideo(Guid id, VideoDetails video, TimeSpan confirmedAt)
{
    private volatile VideoDetails? _video = video;
    private volatile VideoEvictions _evictions = new(null, TimeSpan.MinValue / 2);
    private int _users;
    private long _confirmedAt = confirmedAt.Ticks;

    /// <summary>The video.</summary>
    public Guid Id => id;

    /// <summary>What its grain said last; null when there is no such video any more.</summary>
    public VideoDetails? Video => _video;

    /// <summary>
    /// As of when <see cref="Video"/> is right, by the store's clock. To be read first: what is read after it is never older.
    /// </summary>
    public TimeSpan ConfirmedAt => new(Interlocked.Read(ref _confirmedAt));

    /// <summary>The revision that is known; the greatest of all when the video is gone.</summary>
    public long Revision => _video?.Revision ?? long.MaxValue;

    /// <summary>Viewers whose playbacks of it an admin has ended, replaced as a whole.</summary>
    public VideoEvictions Evictions
    {
        get => _evictions;
        set => _evictions = value;
    }

    /// <summary>Whether any answer sends it now.</summary>
    public bool IsUsed => Volatile.Read(ref _users) > 0;

    /// <summary>Whether it has changed, or may have: then its grain is to be asked.</summary>
    public bool IsDoubtful { get; set; }

    /// <summary>The asking that is on its way, or was last; null before the first. Its time is that of the store.</summary>
    public (Task Reading, TimeSpan Asked)? LastReading { get; set; }

    /// <summary>One answer more sends it.</summary>
    /// <returns>False when it is kept up to date no longer.</returns>
    public bool TryUse()
    {
        for (var users = Volatile.Read(ref _users); users >= 0;)
        {
            var before = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (before == users) return true;
            users = before;
        }

        return false;
    }

    /// <summary>One answer has ended.</summary>
    public void LetGo() => Interlocked.Decrement(ref _users);

    /// <summary>Nobody uses it, nor will from now on.</summary>
    public bool TryClose() => Interlocked.CompareExchange(ref _users, -1, 0) == 0;

    /// <summary>Something was found out.</summary>
    public void Set(VideoDetails? video, TimeSpan asOf)
    {
        _video = video;
        if (asOf.Ticks > Interlocked.Read(ref _confirmedAt)) Interlocked.Exchange(ref _confirmedAt, asOf.Ticks);
    }
}

/// <summary>
/// What was read of a video, whoever asked: of the video alone, and nothing of any caller. Whether a caller may see it is
/// decided again on each request.
/// </summary>
/// <param name="video">What its grain said.</param>
/// <param name="content">The open file; null when the video is not ready, or its file is missing.</param>
/// <param name="asked">When the grain was asked, by the store's clock.</param>
internal sealed class VideoFacts(VideoDetails video, VideoContent? content, TimeSpan asked)
{
    private long _confirmedAt = asked.Ticks;

    /// <summary>What its grain said.</summary>
    public VideoDetails Video => video;

    /// <summary>The open file; null when the video is not ready, or its file is missing.</summary>
    public VideoContent? Content => content;

    /// <summary>When the grain was asked: what changed before is in it.</summary>
    public TimeSpan Asked => asked;

    /// <summary>As of when they are right: when they were read, or when the catalog last said that nothing has changed.</summary>
    public TimeSpan ConfirmedAt => new(Interlocked.Read(ref _confirmedAt));

    /// <summary>The catalog has not named them.</summary>
    public void Confirm(TimeSpan asOf)
    {
        if (asOf.Ticks > Interlocked.Read(ref _confirmedAt)) Interlocked.Exchange(ref _confirmedAt, asOf.Ticks);
    }
}
