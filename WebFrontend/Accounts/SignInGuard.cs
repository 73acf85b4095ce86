using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OrleansVideo.Accounts;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>
/// Who may have a password or code checked now. First the attempts of one source in a minute are counted, whatever they are about. Then,
/// for each pair of source and name, each failure from the third on brings a delay of 1, 2, 4 … seconds, in which an attempt is refused at
/// once and not counted. No failure closes an account, so nobody can close somebody else's; and nothing depends on whether a name exists.
/// </summary>
/// <remarks>
/// Names stand in the table as hashes under a key that is drawn at start: what people type into the wrong field is not kept.
/// </remarks>
/// <param name="options">The limits.</param>
/// <param name="clock">The time.</param>
public sealed class SignInGuard(IOptions<LimitOptions> options, TimeProvider clock)
{
    /// <summary>Pairs of source and name whose failures are remembered at once, and sources whose attempts are counted.</summary>
    public const int Capacity = 50_000;

    /// <summary>Failures are forgotten after so many of the longest delays.</summary>
    private const int MemoryInDelays = 12;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly RateWindow<string> _attempts = new(Capacity, clock);
    private readonly BoundedTable<UInt128, Failures> _failures = new(Capacity, clock);
    private readonly Lock _lock = new();

    /// <summary>Counts an attempt of a source.</summary>
    /// <returns>Null when it may go on.</returns>
    public RateRefusal? Admit(SignInSource source) => _attempts.TryCount(source.Budget, options.Value.SignInsPerMinute, Minute);

    /// <summary>
    /// Begins to check a password or code. It counts as a failure until it is known to be none, so that guesses made at once are not all
    /// checked before the first is counted.
    /// </summary>
    /// <param name="source">From where it comes.</param>
    /// <param name="name">What it is for: a user name, which need not exist, or another word.</param>
    /// <param name="refusal">When it may come again, if this returns null.</param>
    public Attempt? Begin(SignInSource source, string name, out RateRefusal refusal)
    {
        refusal = default;
        var key = KeyOf(source, name);
        lock (_lock)
        {
            var failures = _failures.TryGet(key, out var known) ? known : new Failures(0, clock.GetTimestamp(), false);
            if (failures.NotBefore - clock.GetTimestamp() is var left and > 0)
            {
                if (!failures.WasRefused) Store(key, failures with { WasRefused = true });
                refusal = new RateRefusal(TimeSpan.FromSeconds((double)left / clock.TimestampFrequency), IsFirst: !failures.WasRefused);
                return null;
            }

            Store(key, Failed(failures.Count + 1));
            return new Attempt(this, key);
        }
    }

    private Failures Failed(int count)
    {
        var limits = options.Value;
        var beyond = count - limits.FailedSignInsBeforeDelay;
        if (beyond < 0) return new Failures(count, clock.GetTimestamp(), false);
        var delay = Math.Min(limits.MaxSignInDelay.TotalSeconds, limits.FirstSignInDelay.TotalSeconds * Math.Pow(2, Math.Min(beyond, 30)));
        return new Failures(count, clock.GetTimestamp() + (long)(delay * clock.TimestampFrequency), false);
    }

    private void Store(UInt128 key, Failures failures) =>
        _failures.Set(key, failures, failures.Count, options.Value.MaxSignInDelay * MemoryInDelays);

    private void End(UInt128 key, Outcome outcome)
    {
        lock (_lock)
        {
            if (outcome == Outcome.Right) _failures.Remove(key);
            else if (!_failures.TryGet(key, out var failures)) return; // A success of another attempt, or a full table.
            else if (outcome == Outcome.Wrong) Store(key, Failed(failures.Count)); // The delay begins with the answer.
            else if (failures.Count == 1) _failures.Remove(key);
            else Store(key, new Failures(failures.Count - 1, clock.GetTimestamp(), false));
        }
    }

    private UInt128 KeyOf(SignInSource source, string name) => BinaryPrimitives.ReadUInt128LittleEndian(
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{source.Key}\n{UserName.Normalize(name)}")));

    private enum Outcome
    {
        NotKnown = 0,
        Wrong = 1,
        Right = 2,
    }

    private readonly record struct Failures(int Count, long NotBefore, bool WasRefused);

    /// <summary>A password or code that is being checked. Disposed without a word, as after an exception, it counts as none.</summary>
    public sealed class Attempt : IDisposable
    {
        private readonly SignInGuard _guard;
        private readonly UInt128 _key;
        private bool _isOver;

        internal Attempt(SignInGuard guard, UInt128 key) => (_guard, _key) = (guard, key);

        /// <summary>It was right: earlier failures from there are forgotten.</summary>
        public void Succeed() => End(Outcome.Right);

        /// <summary>It was wrong.</summary>
        public void Fail() => End(Outcome.Wrong);

        /// <inheritdoc/>
        public void Dispose() => End(Outcome.NotKnown);

        private void End(Outcome outcome)
        {
            if (_isOver) return;
            _isOver = true;
            _guard.End(_key, outcome);
        }
    }
}
