namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>What wrk asks for.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Connections">Connections at once; each asks again as soon as it has been answered.</param>
/// <param name="Piece">Bytes of a piece, at a random offset; 0 for the whole film.</param>
internal sealed record Workload(string Name, int Connections, int Piece)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("1 MB ranges, 64 connections", 64, 1 << 20),
        new("64 KB ranges, 64 connections", 64, 64 << 10),
        new("whole 64 MB file, 8 connections", 8, 0),
        new("whole 64 MB file, 1 connection", 1, 0),
    ];

    /// <summary>Bytes of content in one answer.</summary>
    public int AnswerLength => Piece == 0 ? BenchmarkFilm.Length : Piece;
}
