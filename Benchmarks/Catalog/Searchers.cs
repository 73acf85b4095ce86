using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace OrleansVideo.Benchmarks.Catalog;

/// <summary>Anonymous visitors who search for one letter after the other, each as soon as it has the answer to the one before.</summary>
internal sealed class Searchers : IAsyncDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private readonly ConcurrentBag<TimeSpan> _found = [];
    private readonly Task[] _all;
    private int _refused;

    /// <summary>Sends them.</summary>
    /// <param name="site">The site.</param>
    /// <param name="count">How many.</param>
    public Searchers(Uri site, int count) => _all = [.. Enumerable.Range(0, count).Select(number => Task.Run(() => SearchAsync(site, number)))];

    /// <summary>Searches that were answered, and how long the middle one and the one at 99 % took; searches refused as busy.</summary>
    public (int Found, TimeSpan Median, TimeSpan P99, int Refused) Result()
    {
        TimeSpan[] times = [.. _found.Order()];
        return times.Length == 0 ? default : (times.Length, times[times.Length / 2], times[times.Length * 99 / 100], _refused);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        await Task.WhenAll(_all);
        _leave.Dispose();
    }

    private async Task SearchAsync(Uri site, int number)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = site };
        for (var search = number; !_leave.IsCancellationRequested; search++)
        {
            try
            {
                var clock = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(new Uri($"/?query={(char)('a' + (search % 26))}", UriKind.Relative), _leave.Token);
                if (answer.IsSuccessStatusCode) _found.Add(Stopwatch.GetElapsedTime(clock));
                else if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) Interlocked.Increment(ref _refused);
                else throw new InvalidOperationException($"A search was answered with {answer.StatusCode}.");
            }
            catch (OperationCanceledException) when (_leave.IsCancellationRequested)
            {
                // The measurement is over.
            }
        }
    }
}
