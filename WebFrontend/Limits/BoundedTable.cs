using System.Numerics;

namespace OrleansVideo.WebFrontend.Limits;

/// <summary>
/// What is remembered of addresses, accounts and names, in bounded memory. Each entry has a time after which it says nothing any more, and
/// a weight: a full table forgets the lightest entries first, among them the one untouched for longest. So whoever wants a heavy entry of
/// his own forgotten must fill the table with others as heavy, which costs him more than the entry does. Its owner locks it.
/// </summary>
/// <typeparam name="TKey">Whose entry it is.</typeparam>
/// <typeparam name="TValue">What is remembered.</typeparam>
/// <param name="capacity">Entries at most.</param>
/// <param name="clock">The time.</param>
public sealed class BoundedTable<TKey, TValue>(int capacity, TimeProvider clock)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];

    /// <summary>By the weight's power of two; in each list, the one touched last stands last.</summary>
    private readonly LinkedList<Entry>[] _byRank = [.. Enumerable.Range(0, sizeof(int) * 8).Select(_ => new LinkedList<Entry>())];

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>What is remembered under a key, if it still says anything.</summary>
    public bool TryGet(TKey key, out TValue value)
    {
        var isThere = _entries.TryGetValue(key, out var node) && !IsOver(node.Value);
        value = isThere ? node!.Value.Value : default!;
        return isThere;
    }

    /// <summary>Remembers something under a key, in place of what was there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">What is remembered.</param>
    /// <param name="weight">How much it would matter if it were forgotten; at least 1.</param>
    /// <param name="life">For how long it says anything.</param>
    public void Set(TKey key, TValue value, int weight, TimeSpan life)
    {
        ForgetWhatIsOver();
        if (_entries.TryGetValue(key, out var node)) _byRank[node.Value.Rank].Remove(node);
        else if (_entries.Count >= capacity) ForgetLightest();
        var until = clock.GetTimestamp() + (long)(life.TotalSeconds * clock.TimestampFrequency);
        var rank = BitOperations.Log2((uint)Math.Max(1, weight));
        _entries[key] = _byRank[rank].AddLast(new Entry(key, value, rank, until));
    }

    /// <summary>Forgets a key.</summary>
    public void Remove(TKey key)
    {
        if (_entries.Remove(key, out var node)) _byRank[node.Value.Rank].Remove(node);
    }

    private bool IsOver(Entry entry) => entry.Until <= clock.GetTimestamp();

    private void ForgetWhatIsOver()
    {
        foreach (var entries in _byRank)
        {
            while (entries.First is { } oldest && IsOver(oldest.Value)) Remove(oldest.Value.Key);
        }
    }

    private void ForgetLightest()
    {
        if (Array.Find(_byRank, entries => entries.First is not null) is { First: { } oldest }) Remove(oldest.Value.Key);
    }

    private sealed record Entry(TKey Key, TValue Value, int Rank, long Until);
}
