namespace OrleansVideo.Grains.Streaming;

/// <summary>Counts by name, of which only those that are not zero are kept.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The count of a name.</summary>
    public int this[string name] => _counts.GetValueOrDefault(name);

    /// <summary>Changes a count.</summary>
    public void Add(string name, int change)
    {
        var count = _counts.GetValueOrDefault(name) + change;
        if (count == 0) _counts.Remove(name);
        else _counts[name] = count;
    }
}
