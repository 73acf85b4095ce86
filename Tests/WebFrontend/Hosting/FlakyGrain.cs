namespace OrleansVideo.Tests.WebFrontend.Hosting;

[GrainType("test-flaky")]
public sealed class FlakyGrain : Grain, IFlakyGrain
{
    private int _asked;
    private int _failures;
    private Exception? _failure;

    public Task Prepare(int failures, Exception failure)
    {
        (_asked, _failures, _failure) = (0, failures, failure);
        return Task.CompletedTask;
    }

    public Task<string> Echo(string text, int[] numbers) => Answer($"{text} {string.Join(',', numbers)}");

    public async Task<string> Wait(string text, CancellationToken cancellationToken)
    {
        await Answer(text);
        var cancelled = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = cancellationToken.Register(() => cancelled.SetResult(text));
        return await cancelled.Task;
    }

    public Task<string> Once(string text) => Answer(text);

    public Task<int> Asked() => Task.FromResult(_asked);

    public Task<string> PassOn(Guid other) => GrainFactory.GetGrain<IFlakyGrain>(other).Echo("passed on", []);

    private Task<string> Answer(string text)
    {
        _asked++;
        return _failures-- > 0 ? Task.FromException<string>(_failure!) : Task.FromResult(text);
    }
}
