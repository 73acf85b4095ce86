using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>Looks, before anything is measured, whether a server sends the right bytes.</summary>
internal static class AnswerCheck
{
    private const int Piece = 1_000_003;

    /// <summary>Asks for a piece and for the whole film; fails unless status, range and hash are right.</summary>
    /// <param name="server">The server.</param>
    /// <param name="film">The film.</param>
    public static async Task Expect(FilmServer server, BenchmarkFilm film)
    {
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var client = new HttpClient(handler);
        var from = Random.Shared.Next(BenchmarkFilm.Length - Piece);
        await Expect(client, server, new RangeHeaderValue(from, from + Piece - 1), HttpStatusCode.PartialContent, film.HashOf(from, Piece));
        await Expect(client, server, null, HttpStatusCode.OK, film.HashOf(0, BenchmarkFilm.Length));
    }

    private static async Task Expect(HttpClient client, FilmServer server, RangeHeaderValue? range, HttpStatusCode status, byte[] hash)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Film);
        request.Headers.Range = range;
        if (server.Cookie is { } cookie) request.Headers.Add("Cookie", cookie);
        using var answer = await client.SendAsync(request);
        var sent = answer.Content.Headers.ContentRange;
        var wanted = range?.Ranges.Single();
        if (answer.StatusCode != status || sent?.From != wanted?.From || sent?.To != wanted?.To)
            throw new InvalidOperationException($"{server.Name} answers {(int)answer.StatusCode}, {sent}, instead of {(int)status}, {range}.");
        if (!SHA256.HashData(await answer.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(hash))
            throw new InvalidOperationException($"{server.Name} sends other bytes than the film's.");
    }
}
