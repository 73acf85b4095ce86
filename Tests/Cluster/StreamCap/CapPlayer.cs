using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace OrleansVideo.Tests.Cluster.StreamCap;

/// <summary>
/// One viewer of the crowd: plays at some 160 KB/s, seeks, pauses, aborts and comes back, asks for its place when refused. It
/// takes down when bytes came.
/// </summary>
internal sealed class CapPlayer(HttpClient http, Uri frontend, string film, int length, int number)
{
    private const int Piece = 8 * 1024;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private readonly Random _random = new(number);
    private readonly byte[] _piece = new byte[Piece];

    /// <summary>Stretches in which bytes came without a pause of more than half a second.</summary>
    public ConcurrentQueue<Span> Received { get; } = new();

    /// <summary>Answers by status.</summary>
    public ConcurrentDictionary<int, int> Answers { get; } = new();

    private string Name => $"player-{number}";

    private static double Now => Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var pause = await Play(stop) switch
                {
                    HttpStatusCode.PartialContent => _random.Next(4) switch
                    {
                        0 => 1 + 4 * _random.NextDouble(), // Aborts, and comes back.
                        _ => 0, // Seeks.
                    },
                    HttpStatusCode.TooManyRequests => await Queue(stop),
                    _ => 0.5 + _random.NextDouble(),
                };
                if (pause > 0) await Task.Delay(TimeSpan.FromSeconds(pause), stop);
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException)
            {
                Answers.AddOrUpdate(0, 1, (_, count) => count + 1);
                await Task.Delay(TimeSpan.FromSeconds(0.5 + _random.NextDouble()), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                // The end, or an answer that took longer than a player waits for.
            }
        }
    }

    private async Task<HttpStatusCode> Play(CancellationToken stop)
    {
        using var request = Ask($"videos/{film}");
        request.Headers.TryAddWithoutValidation("Range", $"bytes={_random.Next(length / 2)}-");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        Answers.AddOrUpdate((int)response.StatusCode, 1, (_, count) => count + 1);
        if (response.StatusCode != HttpStatusCode.PartialContent) return response.StatusCode;

        await using var stream = await response.Content.ReadAsStreamAsync(stop);
        using var pace = new PeriodicTimer(Pace);
        var (began, last) = (Now, Now);
        var until = began + 2000 + _random.Next(8000);
        try
        {
            while (Now < until && await pace.WaitForNextTickAsync(stop))
            {
                var read = await stream.ReadAsync(_piece, stop);
                if (read == 0) break;
                if (Now - last > 500) (began, _) = (Now, Note(began, last));
                last = Now;
                if (_random.Next(200) == 0) await Task.Delay(TimeSpan.FromSeconds(3 * _random.NextDouble()), stop); // Pauses.
            }
        }
        finally
        {
            Note(began, last);
        }

        return response.StatusCode;
    }

    /// <summary>Waits for its turn for a while; some lose patience.</summary>
    private async Task<double> Queue(CancellationToken stop)
    {
        for (var poll = 0; poll < 5; poll++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
            using var request = Ask($"api/v1/videos/{film}/queue");
            using var response = await http.SendAsync(request, stop);
            if (response.StatusCode != HttpStatusCode.OK) break;
            if ((await response.Content.ReadAsStringAsync(stop)).Contains("\"position\":0,", StringComparison.Ordinal)) return 0;
        }

        return 3 * _random.NextDouble();
    }

    private HttpRequestMessage Ask(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(frontend, path));
        request.Headers.TryAddWithoutValidation("User-Agent", Name);
        return request;
    }

    private bool Note(double from, double to)
    {
        Received.Enqueue(new Span(Name, from, to));
        return true;
    }
}
