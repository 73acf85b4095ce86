namespace OrleansVideo.Tests.Grains.Streaming.Protocol;

/// <summary>Between frontends and limiters: each message, and each answer, may be late, lost, or come twice.</summary>
internal sealed class SimNetwork(SimWorld world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether messages get lost, come twice, and are late by more than a moment.</summary>
    public bool IsRough { get; set; }

    public bool IsLost() => IsRough && world.Dice.OneIn(20);

    /// <summary>How long one way takes.</summary>
    public TimeSpan Hop()
    {
        var moment = world.Dice.UpTo(TimeSpan.FromMilliseconds(20));
        if (!IsRough) return moment;
        return world.Dice.Below(40) switch
        {
            < 30 => moment,
            < 36 => world.Dice.UpTo(TimeSpan.FromSeconds(2)),
            < 39 => world.Dice.UpTo(TimeSpan.FromSeconds(8)),
            _ => world.Dice.UpTo(world.Life),
        };
    }

    /// <summary>A call of a frontend, and its answer.</summary>
    public Task<T> Call<T>(SimFrontend from, Func<SimLimiter, Task<T>> call)
    {
        var answered = new TaskCompletionSource<T>();
        var patience = IsRough && world.Dice.OneIn(4) ? world.Life : Patience; // The adversary waits long enough for very late answers.
        from.In(patience, () =>
        {
            if (answered.TrySetException(new TimeoutException())) from.Lost();
        });
        Send(from, call, answered);
        if (IsRough && world.Dice.OneIn(12)) Send(from, call, answered);
        return answered.Task;
    }

    private void Send<T>(SimFrontend from, Func<SimLimiter, Task<T>> call, TaskCompletionSource<T> answered)
    {
        var to = from.Route();
        if (IsLost() || from.IsCut) return;
        to.In(Hop(), () => world.Watch(Handle(from, to, call, answered)), isMessage: true);
    }

    private async Task Handle<T>(SimFrontend from, SimLimiter to, Func<SimLimiter, Task<T>> call, TaskCompletionSource<T> answered)
    {
        if (from.IsCut) return;
        try
        {
            await to.Ready;
            var answer = await call(to);
            if (!IsLost() && !from.IsCut) from.In(Hop(), () => answered.TrySetResult(answer), isMessage: true);
        }
        catch (TimeoutException failure)
        {
            if (IsLost() || from.IsCut) return;
            from.In(Hop(), () =>
            {
                from.Lost();
                answered.TrySetException(failure);
            }, isMessage: true);
        }
    }
}
