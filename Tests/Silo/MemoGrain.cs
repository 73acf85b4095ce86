using System.Text.Json.Serialization;

namespace OrleansVideo.Tests.Silo;

/// <summary>A grain that remembers a text and keeps one reminder.</summary>
[Alias("test-memo")]
public interface IMemoGrain : IGrainWithStringKey
{
    [Alias("write")]
    Task Write(string text);

    [Alias("read")]
    Task<string?> Read();

    [Alias("forget")]
    Task Forget();

    [Alias("remind")]
    Task Remind(TimeSpan period);

    [Alias("reminders")]
    Task<int> Reminders();

    [Alias("deactivate")]
    Task Deactivate();
}

[GrainType("test-memo")]
public sealed class MemoGrain([PersistentState("test-memo")] IPersistentState<MemoState> state) : Grain, IMemoGrain, IRemindable
{
    public async Task Write(string text)
    {
        state.State = new MemoState { Text = text };
        await state.WriteStateAsync();
    }

    public Task<string?> Read() => Task.FromResult(state.State.Text);

    public Task Forget() => state.ClearStateAsync();

    public Task Remind(TimeSpan period) => this.RegisterOrUpdateReminder("nudge", period, period);

    public async Task<int> Reminders() => (await this.GetReminders()).Count;

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;
}

public sealed record MemoState
{
    public string? Text { get; init; }
}

[JsonSerializable(typeof(MemoState))]
public sealed partial class MemoStateContext : JsonSerializerContext;
