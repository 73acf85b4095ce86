using System.Security.Cryptography;
using OrleansVideo.Media.Store;

namespace OrleansVideo.Tests.Media.Store;

/// <summary>A store in a folder of its own, and the few steps every store test takes.</summary>
public abstract class StoreTest : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected StoreTest() => Store = new MediaStore(_folder.Combine("media"));

    protected MediaStore Store { get; }

    protected Guid Id { get; } = Guid.CreateVersion7();

    protected static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    protected async Task WritePartAsync(long lease, byte[] bytes)
    {
        await using var part = Open(Store.CreatePart(Id, lease));
        await part.AppendAsync(bytes);
        await part.CompleteAsync();
    }

    protected static PartFile Open(PartOpening opening)
    {
        Assert.Equal(PartOutcome.Opened, opening.Outcome);
        return opening.File!;
    }

    protected string[] PartNames() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Store.Root, "parts"), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
