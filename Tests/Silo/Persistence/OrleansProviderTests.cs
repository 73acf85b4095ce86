using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;

namespace OrleansVideo.Tests.Silo.Persistence;

/// <summary>Orleans' own ADO.NET providers, over our statements.</summary>
public sealed class OrleansProviderTests : IAsyncLifetime
{
    private readonly TempDirectory directory = new();
    private IHost host = null!;

    private IGrainStorage Storage => host.Services.GetRequiredService<IGrainStorage>();

    private IReminderTable Reminders => host.Services.GetRequiredService<IReminderTable>();

    public async ValueTask InitializeAsync() => host = await TestSilo.StartAsync(directory.Path);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        directory.Dispose();
    }

    [Theory]
    [InlineData("memo/a")]
    [InlineData("01890a5dac96774bbcceb302099a8057")]
    [InlineData("2a")]
    public async Task Storage_WritesReadsClears(string key)
    {
        var id = GrainId.Create("test-memo", key);
        var state = New("first");
        await Storage.WriteStateAsync("test-memo", id, state);
        Assert.Equal(("1", true), (state.ETag, state.RecordExists));
        state.State = new MemoState { Text = "second" };
        await Storage.WriteStateAsync("test-memo", id, state);

        var read = New(null);
        await Storage.ReadStateAsync("test-memo", id, read);
        Assert.Equal(("second", "2", true), (read.State!.Text, read.ETag, read.RecordExists));

        await Storage.ClearStateAsync("test-memo", id, read);
        Assert.Equal((null, false), (read.State!.Text, read.RecordExists));
        read.State = new MemoState { Text = "third" };
        await Storage.WriteStateAsync("test-memo", id, read);
        var again = New(null);
        await Storage.ReadStateAsync("test-memo", id, again);
        Assert.Equal(("third", "1"), (again.State!.Text, again.ETag));
    }

    [Fact]
    public async Task Storage_RefusesEveryStaleVersion()
    {
        var id = GrainId.Create("test-memo", "memo/stale");
        var (first, stale) = (New("first"), New("stale"));
        await Storage.WriteStateAsync("test-memo", id, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("test-memo", id, stale));

        await Storage.ReadStateAsync("test-memo", id, stale);
        await Storage.WriteStateAsync("test-memo", id, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("test-memo", id, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("test-memo", id, stale));

        await Storage.ClearStateAsync("test-memo", id, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("test-memo", id, stale));
        var read = New(null);
        await Storage.ReadStateAsync("test-memo", id, read);
        Assert.False(read.RecordExists);
    }

    [Fact]
    public async Task Storage_OfAStateTypeNobodyNamed_IsRefused()
    {
        var id = GrainId.Create("test-memo", "memo/unknown");
        var state = new GrainState<SampleState>(new SampleState());
        var failure = await Assert.ThrowsAsync<NotSupportedException>(() => Storage.WriteStateAsync("test-memo", id, state));
        Assert.Contains(nameof(SampleState), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_ByManyActivationsAtOnce_LosesNoWrite()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            var memo = host.Memo($"memo/{i}");
            await memo.Write($"a{i}");
            await memo.Write($"b{i}");
            await memo.Deactivate();
            return await memo.Read();
        }));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"b{i}"), written);
    }

    [Fact]
    public async Task Reminders_AreKeptAsGiven()
    {
        var entry = Entry("memo/r", new DateTime(2030, 1, 31, 23, 59, 58, 123, DateTimeKind.Utc), TimeSpan.FromDays(40));
        var etag = await Reminders.UpsertRow(entry);
        var read = await Reminders.ReadRow(entry.GrainId, "pass");
        Assert.Equal((entry.StartAt, entry.Period, etag, entry.GrainId), (read!.StartAt, read.Period, read.ETag, read.GrainId));

        var newer = await Reminders.UpsertRow(Entry("memo/r", entry.StartAt, TimeSpan.FromMinutes(1)));
        Assert.NotEqual(etag, newer);
        Assert.False(await Reminders.RemoveRow(entry.GrainId, "pass", etag!));
        Assert.True(await Reminders.RemoveRow(entry.GrainId, "pass", newer!));
        Assert.False(await Reminders.RemoveRow(entry.GrainId, "pass", newer!));
        Assert.Null(await Reminders.ReadRow(entry.GrainId, "pass"));
    }

    [Fact]
    public async Task Reminders_OfTwoRangesThatShareTheRing_AreAllOfThemEachOnce()
    {
        var entries = Enumerable.Range(0, 200).Select(i => Entry($"memo/{i}", DateTime.UnixEpoch, TimeSpan.FromMinutes(1))).ToList();
        foreach (var entry in entries)
        {
            await Reminders.UpsertRow(entry);
        }

        foreach (var (a, b) in new[] { (0u, 0x8000_0000u), (5u, uint.MaxValue), (0x7FFF_FFFFu, 0x8000_0001u), (0x9000_0000u, 0xA000_0000u) })
        {
            var one = await OurReminders(a, b);
            var rest = await OurReminders(b, a);
            Assert.All(one, entry => Assert.True(entry.GrainId.GetUniformHashCode() > a && entry.GrainId.GetUniformHashCode() <= b));
            Assert.Equal(
                entries.Select(entry => entry.GrainId.ToString()).Order(),
                one.Concat(rest).Select(entry => entry.GrainId.ToString()).Order());
        }
    }

    /// <summary>The site's own grains have reminders too.</summary>
    private async Task<ReminderEntry[]> OurReminders(uint begin, uint end) =>
        [.. (await Reminders.ReadRows(begin, end)).Reminders.Where(entry => entry.GrainId.Type.ToString() == "test-memo")];

    private static GrainState<MemoState> New(string? text) => new(new MemoState { Text = text });

    private static ReminderEntry Entry(string key, DateTime start, TimeSpan period)
        => new() { GrainId = GrainId.Create("test-memo", key), ReminderName = "pass", StartAt = start, Period = period };
}
