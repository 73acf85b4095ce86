using OrleansVideo.Grains.Videos;

namespace OrleansVideo.Tests.Grains.Videos;

public sealed class AccountGateTests
{
    private static readonly Guid A = Guid.NewGuid(), B = Guid.NewGuid(), C = Guid.NewGuid();

    private readonly AccountGate _gate = new(2);
    private readonly List<Work> _started = [];

    [Fact]
    public void Account_WithManyWorks_HasOneAtATime_AndKeepsNobodyOut()
    {
        for (var i = 0; i < 8; i++) Enter(A);
        Enter(B);

        Assert.Equal([A, B], Running());
    }

    [Fact]
    public async Task Accounts_TakeTurns_WhateverNumberOfWorksEachHasWaiting()
    {
        for (var i = 0; i < 3; i++) Enter(A);
        for (var i = 0; i < 3; i++) Enter(B);
        for (var i = 0; i < 2; i++) Enter(C);

        foreach (var expected in (Guid[][])[[B, C], [C, A], [A, B], [B, C], [C, A]])
        {
            await EndFirst();
            Assert.Equal(expected, Running());
        }
    }

    [Fact]
    public void Works_AreAsManyAtOnceAsThereArePlaces()
    {
        foreach (var account in (Guid[])[A, B, C]) Enter(account);
        Assert.Equal([A, B], Running());
    }

    [Fact]
    public void OnePlace_WouldBeOneAccounts()
    {
        var gate = new AccountGate(1);
        Enter(A, gate);
        Enter(B, gate);
        Assert.Equal([A, B], Running());
    }

    [Fact]
    public async Task Work_ThatGaveUpItsPlace_IsPassedOver()
    {
        Enter(A);
        using var gaveUp = new CancellationTokenSource();
        var second = _gate.RunAsync(A, () => Task.FromResult(0), gaveUp.Token);
        Enter(A);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        await EndFirst();

        Assert.Equal([A], Running());
        await EndFirst();
        Enter(A);
        Assert.Equal([A], Running());
    }

    [Fact]
    public async Task Work_ThatFails_GivesItsPlaceBack()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _gate.RunAsync<int>(A, () => throw new InvalidOperationException()));
        Enter(A);
        Assert.Equal([A], Running());
    }

    [Fact]
    public async Task Storm_NeverHasTwoWorksOfOneAccount_NorMoreThanThereArePlaces()
    {
        var gate = new AccountGate(3);
        var accounts = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();
        var running = new List<Guid>();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => gate.RunAsync(accounts[i % 7 % 5], async () =>
        {
            lock (running)
            {
                Assert.DoesNotContain(accounts[i % 7 % 5], running);
                running.Add(accounts[i % 7 % 5]);
                Assert.InRange(running.Count, 1, 3);
            }

            await Task.Yield();
            lock (running) running.Remove(accounts[i % 7 % 5]);
            return i;
        })));
    }

    private void Enter(Guid account, AccountGate? gate = null)
    {
        var work = new Work(account);
        work.Done = (gate ?? _gate).RunAsync(account, () =>
        {
            lock (_started) _started.Add(work);
            return work.End.Task;
        });
        // A place that is free is taken at once; whoever waits for one is seen by the next that ends.
        SpinWait.SpinUntil(() => { lock (_started) return _started.Contains(work); }, TimeSpan.FromMilliseconds(100));
    }

    private Guid[] Running()
    {
        lock (_started) return [.. _started.Where(work => !work.End.Task.IsCompleted).Select(work => work.Account)];
    }

    private async Task EndFirst()
    {
        Work first;
        int before;
        lock (_started) (first, before) = (_started.First(work => !work.End.Task.IsCompleted), _started.Count);
        first.End.SetResult(0);
        await first.Done!;
        SpinWait.SpinUntil(() => { lock (_started) return _started.Count > before; }, TimeSpan.FromMilliseconds(500));
    }

    private sealed class Work(Guid account)
    {
        public Guid Account { get; } = account;

        public TaskCompletionSource<int> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<int>? Done { get; set; }
    }
}
