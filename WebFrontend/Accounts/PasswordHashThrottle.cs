namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>
/// Who may hash a password now: as many at once as there are processors, because one hash takes a large part of a second of one (W5).
/// Those who wait are served in turn, source by source, so that no source can keep another waiting by the number of its requests; known
/// devices and who is signed in come first, but for every fourth turn, which is a stranger's. Whoever finds the line full takes the place
/// of the last of the source that has most in it.
/// </summary>
/// <param name="metrics">How many wait.</param>
/// <param name="clock">The time.</param>
public sealed class PasswordHashThrottle(SignInMetrics metrics, TimeProvider clock)
{
    /// <summary>Attempts of one source that may wait.</summary>
    public const int MaxWaitingPerSource = 8;

    /// <summary>Attempts that may wait in all.</summary>
    public const int MaxWaiting = 256;

    /// <summary>How long an attempt waits.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    private const int KnownInARow = 3;

    private readonly Lock _lock = new();
    private readonly Line _known = new();
    private readonly Line _strangers = new();
    private int _free = Environment.ProcessorCount;
    private int _knownInARow;

    /// <summary>Waits for a turn.</summary>
    /// <returns>The turn, which ends with its disposal; null when too many wait already, or it took too long.</returns>
    public async Task<IDisposable?> EnterAsync(SignInSource source, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return new Turn(this);
            }

            var line = source.IsKnown ? _known : _strangers;
            if (line.WaitingOf(source.Budget) >= MaxWaitingPerSource) return null;
            if (_known.Count + _strangers.Count >= MaxWaiting && !_strangers.DropLongest(source.IsKnown ? 0 : line.WaitingOf(source.Budget) + 1)) return null;
            line.Add(waiter = new Waiter(source.Budget));
        }

        using var waiting = metrics.Waiting();
        try
        {
            return await waiter.Turn.Task.WaitAsync(MaxWait, clock, cancellationToken) ? new Turn(this) : null;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (!GiveUp(source, waiter)) Leave(); // The turn came in this very moment.
            if (e is OperationCanceledException) throw;
            return null;
        }
    }

    private bool GiveUp(SignInSource source, Waiter waiter)
    {
        lock (_lock) return (source.IsKnown ? _known : _strangers).Remove(waiter) || !waiter.HasTurn;
    }

    private void Leave()
    {
        lock (_lock)
        {
            var isStrangersTurn = _strangers.Count > 0 && (_known.Count == 0 || _knownInARow >= KnownInARow);
            _knownInARow = isStrangersTurn ? 0 : _knownInARow + 1;
            if ((isStrangersTurn ? _strangers : _known).Next() is { } next) next.Begin();
            else _free++;
        }
    }

    private sealed class Turn(PasswordHashThrottle throttle) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0) throttle.Leave();
        }
    }

    private sealed class Waiter(string source)
    {
        public string Source => source;

        public bool HasTurn { get; private set; }

        public TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Begin()
        {
            HasTurn = true;
            Turn.SetResult(true);
        }
    }

    /// <summary>Those who wait, source by source; the sources take turns.</summary>
    private sealed class Line
    {
        private readonly Dictionary<string, LinkedList<Waiter>> _bySource = new(StringComparer.Ordinal);
        private readonly Queue<string> _turns = new();

        public int Count { get; private set; }

        public int WaitingOf(string source) => _bySource.TryGetValue(source, out var waiters) ? waiters.Count : 0;

        public void Add(Waiter waiter)
        {
            if (!_bySource.TryGetValue(waiter.Source, out var waiters))
            {
                _bySource.Add(waiter.Source, waiters = new());
                _turns.Enqueue(waiter.Source);
            }

            waiters.AddLast(waiter);
            Count++;
        }

        /// <summary>The first of the source whose turn it is. A source stays among the turns until it is found to have nobody.</summary>
        public Waiter? Next()
        {
            while (_turns.TryDequeue(out var source))
            {
                var waiters = _bySource[source];
                if (waiters.First is not { Value: var first })
                {
                    _bySource.Remove(source);
                    continue;
                }

                waiters.RemoveFirst();
                Count--;
                _turns.Enqueue(source);
                return first;
            }

            return null;
        }

        public bool Remove(Waiter waiter)
        {
            if (!_bySource.TryGetValue(waiter.Source, out var waiters) || !waiters.Remove(waiter)) return false;
            Count--;
            return true;
        }

        /// <summary>Sends the last of the source with most away, if it has more than this many.</summary>
        public bool DropLongest(int than)
        {
            if (_bySource.Values.MaxBy(waiters => waiters.Count) is not { Count: var most } longest || most <= than) return false;
            var last = longest.Last!.Value;
            longest.RemoveLast();
            Count--;
            last.Turn.SetResult(false);
            return true;
        }
    }
}
