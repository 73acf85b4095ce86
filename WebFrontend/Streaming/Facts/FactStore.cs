using System.Collections.Concurrent;
using OrleansVideo.Catalog;
using OrleansVideo.Streaming;

namespace OrleansVideo.WebFrontend.Streaming.Facts;

/// <summary>
/// The facts and open files of the videos that this frontend plays. A change is named by the catalog from before the grain's
/// state moves until ten seconds after its row is written, with its revision. So what is held is right but for the time
/// since the last answer: facts of a revision below the one that was named go, and are not taken in, however late they come.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class FactStore(TimeProvider clock) : IDisposable
{
    /// <summary>Videos held at most; further ones are read for each request. Each is an open file.</summary>
    public const int Most = 4_096;

    /// <summary>Facts that could not be confirmed for so long are not relied on.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(2);

    /// <summary>Facts are read anew after a while, whatever happens: their files close when nobody plays them any more.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Half of the time for which the catalog names a change. Answers further apart, and facts that came later, may have missed it.
    /// </summary>
    private static readonly TimeSpan Reach = RecentChanges.Window / 2;

    private readonly ConcurrentDictionary<Guid, VideoFacts> _held = new();
    private readonly SuspensionClock _clock = new(clock);
    private readonly Lock _changing = new();

    /// <summary>What the last answer named; null when anything may have changed.</summary>
    private Dictionary<Guid, long>? _named;
    private long _confirmed = TimeSpan.MinValue.Ticks / 2;

    /// <summary>The time since the start, as this store counts it.</summary>
    public TimeSpan Now => _clock.Now;

    /// <summary>How many videos are held.</summary>
    public int Count => _held.Count;

    /// <summary>For how long nobody has said what changed.</summary>
    public TimeSpan Unconfirmed => Now - new TimeSpan(Interlocked.Read(ref _confirmed));

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
            if (_named is null || _named.GetValueOrDefault(id) > facts.Video.Revision || Now - facts.Asked > Reach) return;
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
    /// The catalog has answered: 1. when it can't name all, or was silent for too long, everything goes; 2. else what it
    /// names goes; 3. and what has been held long enough.
    /// </summary>
    /// <param name="changes">What changed.</param>
    /// <param name="asked">When it was asked, by this store's clock.</param>
    public void Confirm(RecentChanges changes, TimeSpan asked)
    {
        lock (_changing)
        {
            if (!changes.IsComplete || Unconfirmed > Reach) DropAll(); // 1
            _named = changes.IsComplete ? Greatest(changes.Videos) : null;
            foreach (var (id, revision) in _named ?? []) Forget(id, revision); // 2
            foreach (var (id, facts) in _held)
            {
                if (Now - facts.Asked > Life) Drop(id); // 3
            }

            Interlocked.Exchange(ref _confirmed, asked.Ticks);
        }
    }

    /// <summary>Drops everything.</summary>
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

    private void Drop(Guid id)
    {
        if (_held.TryRemove(id, out var facts)) facts.Content!.File.Dispose();
    }
}
