using System.Diagnostics.Metrics;

namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>Counts what became of passwords and codes, and who waits for one to be hashed.</summary>
public sealed class SignInMetrics
{
    private readonly Counter<long> _attempts;
    private readonly UpDownCounter<int> _waiting;

    /// <summary>Creates the metrics.</summary>
    public SignInMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateVideoMeter();
        _attempts = meter.CreateCounter<long>("orleansvideo.accounts.attempts", "{attempt}",
            "Passwords and codes that were tried, by outcome: succeeded, failed, delayed (after failures), limited (too many from there) or busy.");
        _waiting = meter.CreateUpDownCounter<int>("orleansvideo.accounts.waiting", "{attempt}", "Attempts that wait for a password to be hashed.");
    }

    /// <summary>One attempt is over.</summary>
    /// <param name="outcome">What became of it.</param>
    public void Count(string outcome) => _attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Somebody waits, until the result is disposed.</summary>
    public IDisposable Waiting()
    {
        _waiting.Add(1);
        return new Wait(_waiting);
    }

    private sealed class Wait(UpDownCounter<int> waiting) : IDisposable
    {
        public void Dispose() => waiting.Add(-1);
    }
}
