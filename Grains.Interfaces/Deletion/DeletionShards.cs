using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace OrleansVideo.Deletion;

/// <summary>
/// The way to the shards of the deletion ledger: only this knows how many there are (<see cref="DeletionOptions.Shards"/>) and which of them
/// looks after a video. A shard carries out commands on any video, so a process that is still configured with another number is served too;
/// what is due now then waits for the right shard's next look.
/// </summary>
/// <param name="grains">The way to the grains.</param>
/// <param name="options">How many shards there are.</param>
public sealed class DeletionShards(IGrainFactory grains, IOptions<DeletionOptions> options)
{
    /// <summary>The shard that looks after this video's deletion.</summary>
    public IDeletionShardGrain ForVideo(Guid videoId) => WithKey(DeletionShardKey.Of(videoId, options.Value.Shards));

    /// <summary>All shards, by their numbers.</summary>
    public IReadOnlyList<IDeletionShardGrain> ListAll() =>
        [.. Enumerable.Range(0, options.Value.Shards).Select(index => WithKey(DeletionShardKey.Of(index)))];

    private IDeletionShardGrain WithKey(string key) => grains.GetGrain<IDeletionShardGrain>(key);
}

/// <summary>
/// Which shard looks after a video's deletion. A ledger row carries a slot (0 to 1023) that depends on the video alone; a
/// shard owns a contiguous range of slots, so the number of shards can change without touching a row.
/// </summary>
public static class DeletionShardKey
{
    /// <summary>How many slots there are; more shards than this make no sense.</summary>
    public const int Slots = 1024;

    private const string Prefix = "shard-";

    /// <summary>The slot of a video: the last bytes of its id, which are random in UUID versions 4 and 7.</summary>
    public static int SlotOf(Guid videoId)
    {
        Span<byte> bytes = stackalloc byte[16];
        videoId.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]) % Slots;
    }

    /// <summary>The grain key of the shard that owns the video's slot.</summary>
    public static string Of(Guid videoId, int shards) => Of(SlotOf(videoId) * shards / Slots);

    /// <summary>The grain key of the shard with this index.</summary>
    public static string Of(int index) => Prefix + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a shard can have this key, with however many shards: it is the one of an index below <see cref="Slots"/>.</summary>
    public static bool IsKey(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(key.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index < Slots && Of(index) == key;

    /// <summary>The slots of a shard: from the first, up to but not including the last.</summary>
    public static (int From, int To) SlotsOf(string key, int shards)
    {
        var index = int.Parse(key.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);
        return (FirstSlot(index, shards), FirstSlot(index + 1, shards));
    }

    private static int FirstSlot(int index, int shards) => (index * Slots + shards - 1) / shards;
}
