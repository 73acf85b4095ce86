using System.Globalization;

namespace OrleansVideo.Benchmarks.Streaming;

/// <summary>What wrk got.</summary>
/// <param name="Bytes">Bytes, headers included.</param>
/// <param name="Answers">Complete answers.</param>
/// <param name="Duration">For how long it asked.</param>
internal sealed record WrkRun(double Bytes, double Answers, TimeSpan Duration)
{
    private const int MostThreads = 2;
    private const int MostHeaderBytes = 4096;

    /// <summary>Megabytes (10⁶) a second.</summary>
    public double Rate => Bytes / 1e6 / Duration.TotalSeconds;

    /// <summary>Runs wrk; fails when a single answer was not what was asked for.</summary>
    /// <param name="script">The Lua script.</param>
    /// <param name="server">Whom to ask.</param>
    /// <param name="load">What for.</param>
    /// <param name="length">For how long.</param>
    public static async Task<WrkRun> Of(string script, FilmServer server, Workload load, TimeSpan length)
    {
        string[] cookie = server.Cookie is { } value ? ["-H", $"Cookie: {value}"] : [];
        var output = await RequiredTool.Expect(
            "wrk",
            ["-t", $"{Math.Min(MostThreads, load.Connections)}", "-c", $"{load.Connections}", "-d", $"{length.TotalSeconds:0}s", "--timeout", "30s",
                "-s", script, .. cookie, server.Film.ToString(), "--", $"{BenchmarkFilm.Length}", $"{load.Piece}"]);
        double[] figures = [.. output.Split('\n').Single(line => line.StartsWith("result ", StringComparison.Ordinal))
            .Split(' ')[1..].Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
        var run = new WrkRun(figures[0], figures[1], TimeSpan.FromMicroseconds(figures[2]));
        return figures[3] + figures[4] == 0 && run.IsPlausible(load)
            ? run
            : throw new InvalidOperationException($"{server.Name}, {load.Name}: errors of sockets or of status, or answers of another length.\n{output}");
    }

    /// <summary>Whether so many bytes make so many answers: a range that was ignored, or an empty answer, would show here.</summary>
    private bool IsPlausible(Workload load) =>
        Answers > 0 && Bytes >= Answers * load.AnswerLength && Bytes <= (Answers + load.Connections) * (load.AnswerLength + MostHeaderBytes);
}
