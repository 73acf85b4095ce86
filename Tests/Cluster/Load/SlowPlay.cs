using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Cluster.Load;

/// <summary>
/// A player that takes a film at its own pace from one frontend: one long response. It must not break off unless that very frontend
/// does; then the player goes on where it was, as players do.
/// </summary>
internal sealed class SlowPlay(string frontend, Uri address, Promises promises, string film, byte[] content)
{
    private const int Piece = 16 * 1024;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private readonly byte[] _piece = new byte[Piece];
    private int _position;

    public async Task Run(CancellationToken stop)
    {
        using var viewer = new SiteClient(address);
        using var pace = new PeriodicTimer(Pace);
        while (!stop.IsCancellationRequested)
        {
            var since = promises.Now;
            try
            {
                await Play(viewer, pace, stop);
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException)
            {
                promises.CutPlays.Enqueue((frontend, since, promises.Now));
                await pace.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    private async Task Play(SiteClient viewer, PeriodicTimer pace, CancellationToken stop)
    {
        using var response = await viewer.Open(HttpMethod.Get, $"/videos/{film}", null, ("Range", $"bytes={_position}-"));
        if (response is not { StatusCode: System.Net.HttpStatusCode.PartialContent })
        {
            var isHonest = (int)response.StatusCode == 503 && response.Headers.RetryAfter is not null;
            promises.Fail(isHonest ? FailureKind.Unavailable : FailureKind.Wrong, $"a play from {frontend}", $"{(int)response.StatusCode}");
            await pace.WaitForNextTickAsync(CancellationToken.None);
            return;
        }

        var stream = await response.Content.ReadAsStreamAsync(CancellationToken.None);
        while (!stop.IsCancellationRequested && _position < content.Length)
        {
            var read = await stream.ReadAsync(_piece, CancellationToken.None);
            if (read == 0) throw new IOException("The film ended early.");
            if (!_piece.AsSpan(0, read).SequenceEqual(content.AsSpan(_position, read)))
                promises.Fail(FailureKind.Wrong, $"a play from {frontend}", "other bytes than the film's");
            _position += read;
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        if (_position == content.Length) _position = 0;
    }
}
