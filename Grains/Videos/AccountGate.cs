namespace OrleansVideo.Grains.Videos;

/// <summary>
/// Lets a bounded number of works run at once, and of each account one: whoever sends many files waits for himself. Accounts take turns,
/// whatever number of works each has waiting.
/// </summary>
/// <param name="places">Works that run at once; two at least, or one account alone could have all.</param>
internal sealed class AccountGate(int places)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<Guid, Queue<TaskCompletionSource>> _waiting = [];
    private readonly Queue<Guid> _turns = []; // Accounts that have works waiting and none running.
    private readonly HashSet<Guid> _running = [];

    /// <summary>Runs a work when it is its account's turn and a place is free.</summary>
    /// <param name="account">The account whose work it is.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Gives up the place in the line; a work that runs is its own affair.</param>
    public async Task<T> RunAsync<T>(Guid account, Func<Task<T>> work, CancellationToken cancellationToken = default)
    {
        var turn = Enter(account);
        await using (cancellationToken.UnsafeRegister(_ => turn.TrySetCanceled(cancellationToken), null)) await turn.Task;
        try
        {
            return await work();
        }
        finally
        {
            Leave(account);
        }
    }

    private TaskCompletionSource Enter(Guid account)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sync)
        {
            if (!_waiting.TryGetValue(account, out var line)) _waiting[account] = line = [];
            line.Enqueue(turn);
            if (line.Count == 1 && !_running.Contains(account)) _turns.Enqueue(account);
            GiveTurns();
        }

        return turn;
    }

    private void Leave(Guid account)
    {
        lock (_sync)
        {
            _running.Remove(account);
            if (_waiting.ContainsKey(account)) _turns.Enqueue(account);
            GiveTurns();
        }
    }

    private void GiveTurns()
    {
        while (_running.Count < Math.Max(2, places) && _turns.TryDequeue(out var account))
        {
            var line = _waiting[account];
            var isGiven = false;
            while (!isGiven && line.TryDequeue(out var turn)) isGiven = turn.TrySetResult(); // Those who gave up are passed over.
            if (line.Count == 0) _waiting.Remove(account);
            if (isGiven) _running.Add(account);
        }
    }
}
