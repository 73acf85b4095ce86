using System.Buffers.Binary;
using System.Net;
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

/// <summary>
/// From where a password or code comes, as far as limits go. A stranger goes by the network address alone. Who holds an account's device
/// cookie, or one of its sessions, goes by that, so that strangers' failures are none of his; and his turn comes first.
/// </summary>
/// <param name="Key">Whose failures are counted together.</param>
/// <param name="Budget">Whose attempts are counted together, and share a place among those who wait for a hash.</param>
/// <param name="IsKnown">Whether the account has let this one in before.</param>
public sealed record SignInSource(string Key, string Budget, bool IsKnown)
{
    /// <summary>The site itself, which makes its first admin: nobody else can ask in this name.</summary>
    public static readonly SignInSource Site = new("site", "site", IsKnown: true);

    /// <summary>Somebody who is known by nothing but an address.</summary>
    public static SignInSource Of(IPAddress? address)
    {
        var prefix = NetworkPrefix.Of(address).ToString();
        return new(prefix, prefix, IsKnown: false);
    }

    /// <summary>A browser that was signed in to this account before. All devices of an account share one budget, as anybody can collect them.</summary>
    public static SignInSource OfDevice(Guid deviceId, Guid accountId) => new($"device {deviceId:N}", $"account {accountId:N}", IsKnown: true);

    /// <summary>Who is signed in to the account.</summary>
    public static SignInSource OfSession(Guid sessionId, Guid accountId) => new($"session {sessionId:N}", $"account {accountId:N}", IsKnown: true);
}

/// <summary>Why a password or code was not even looked at.</summary>
internal static class SignInRefusals
{
    /// <summary>Too many wait for a hash.</summary>
    public static readonly Refusal Busy = new Refusal(RefusalCode.TooManyAttempts, "Too many people are signing in right now.", TimeSpan.FromSeconds(5));

    /// <summary>The same was wrong too often.</summary>
    public static Refusal Delayed(RateRefusal refusal) => new Refusal(RefusalCode.TooManyAttempts, "Too many failed attempts.", refusal.Wait);

    /// <summary>Too many came from there.</summary>
    public static Refusal Limited(SignInSource source, RateRefusal refusal) => source.IsKnown
        ? new Refusal(RefusalCode.TooManyAttempts, RetryAfter: refusal.Wait)
        : new Refusal(RefusalCode.TooManyAttempts, "Too many attempts from your network address.", refusal.Wait);
}
