using System.Diagnostics;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>Go's <c>http.FileServer</c>, built from <c>peers/fileserver.go</c>.</summary>
/// <param name="program">What was built.</param>
/// <param name="film">The film.</param>
internal sealed class GoServer(string program, BenchmarkFilm film) : FilmServer("Go")
{
    /// <inheritdoc/>
    public override Uri Film => new(Address, BenchmarkFilm.FileName);

    /// <summary>Builds it.</summary>
    /// <param name="repository">The working copy.</param>
    /// <param name="directory">Where to.</param>
    /// <param name="film">The film.</param>
    public static async Task<GoServer> Build(string repository, string directory, BenchmarkFilm film)
    {
        var program = Path.Combine(directory, "fileserver");
        await RequiredTool.Expect("go", "build", "-o", program, Path.Combine(repository, "Benchmarks", "Streaming", "peers", "fileserver.go"));
        return new GoServer(program, film);
    }

    /// <inheritdoc/>
    protected override ProcessStartInfo Command() => new(program, [Address.Authority, Path.GetDirectoryName(film.Path)!]);
}
