using System.Diagnostics;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.WebFrontend.Streaming.Sending;

/// <summary>Many connections at once, random parts, one in five cut off in its middle: every byte that arrives is the right one, and nothing is left behind.</summary>
public sealed class StormTests : IAsyncLifetime
{
    private const int Clients = 16;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private SendingHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await SendingHost.Start();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public Task Storm_LeavesNothingWrongAndNothingOpen() => Storm(requests: 3_000);

    /// <summary>As many requests as a hundred viewers make in three hours, of which each seeks or refills its buffer every five seconds.</summary>
    [Fact, Trait("Set", "Long")]
    public Task Storm_OfThreeHoursWorth_LeavesNothingWrongAndNothingOpen() => Storm(requests: 216_000);

    private async Task Storm(int requests)
    {
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Client(20))); // Whatever is made once is there.
        var (handles, threads) = Held();
        var checkedBytes = 0L;

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ => Interlocked.Add(ref checkedBytes, await Client(requests / Clients))));

        TestContext.Current.TestOutputHelper!.WriteLine($"{requests} requests, {checkedBytes >> 20} MB compared");
        await Eventually.True("all connections are gone", Soon, () => !_host.Stalls.Watched.Any());
        await Eventually.True("no handle is left", Soon, () => Held().Handles <= handles);
        Assert.InRange(Held().Threads, 0, threads + 64); // The thread pool's own growth; there were hundreds of connections.
        _host.Film.Dispose();
        Assert.False(_host.Film.TryUse(), "Somebody still uses the file.");
        _host.Film = _host.Open();
    }

    /// <returns>Bytes that were compared.</returns>
    private async Task<long> Client(int requests)
    {
        var (random, compared) = (new Random(), 0L);
        var connection = await RawHttp.Connect(_host.Address);
        for (var i = 0; i < requests; i++)
        {
            var from = random.Next(SendingHost.Length);
            var count = random.Next(1, Math.Min(random.Next(2) == 0 ? 1_000 : 1_500_000, SendingHost.Length - from) + 1);
            await connection.Send($"GET /film?from={from}&count={count} HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(count, RawHttp.LengthOf(await connection.ReadHead()));
            var wanted = random.Next(5) == 0 ? random.Next(count) : count;
            var bytes = await connection.ReadBytes(wanted);
            Assert.True(_host.Bytes.AsSpan(from, wanted).SequenceEqual(bytes), $"Other bytes came for {from}+{count}.");
            compared += wanted;
            if (wanted == count) continue;
            connection.Abort();
            connection.Dispose();
            connection = await RawHttp.Connect(_host.Address);
        }

        connection.Dispose();
        return compared;
    }

    private (int Handles, int Threads) Held()
    {
        using var process = Process.GetCurrentProcess();
        return (Directory.GetFiles("/proc/self/fd").Count(IsFilm), process.Threads.Count);
    }

    private bool IsFilm(string handle)
    {
        try
        {
            return new FileInfo(handle).LinkTarget is { } target && target == _host.Path;
        }
        catch (IOException)
        {
            return false; // Closed since it was listed.
        }
    }
}
