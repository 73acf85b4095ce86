namespace OrleansVideo.Benchmarks.Ranges;

/// <summary>The comparison as a Markdown table for each group of requests. Bold is what RFC 9110 leaves no room for.</summary>
/// <param name="servers">Who is asked; ours is the first.</param>
/// <param name="film">What they serve.</param>
internal sealed class MatrixTable(IReadOnlyList<Server> servers, Film film)
{
    /// <summary>Asks all of them everything, and prints what they say.</summary>
    /// <returns>How many of our own answers are not what RFC 9110 leaves room for.</returns>
    public async Task<int> Print()
    {
        var wrong = 0;
        foreach (var (heading, cases) in RangeCases.All)
        {
            Console.WriteLine($"\n## {heading}\n");
            Console.WriteLine($"| request | {string.Join(" | ", servers.Select(server => server.Name))} | RFC 9110 |");
            Console.WriteLine($"| --- |{string.Concat(servers.Select(_ => " --- |"))} --- |");
            foreach (var request in cases)
            {
                if (!await Row(request)) wrong++;
            }
        }

        return wrong;
    }

    private async Task<bool> Row(RangeCase request)
    {
        var cells = new List<string>();
        var isRight = new List<bool>();
        foreach (var server in servers)
        {
            var answer = await server.Ask(request);
            var (words, fault) = AnswerCell.Of(request.Method, answer, film.Bytes);
            isRight.Add(fault is null && request.Allowed.Contains(answer.Status));
            if (fault is not null) words += $", {fault}";
            cells.Add(isRight[^1] ? words : $"**{words}**");
        }

        var rule = "§" + request.Section.Replace(", ", ", §", StringComparison.Ordinal);
        if (cells.Distinct().Count() > 1) rule += $": {request.Word}";
        Console.WriteLine($"| {Shown(request)} | {string.Join(" | ", cells)} | {rule} |");
        return isRight[0];
    }

    private static string Shown(RangeCase request)
    {
        var lines = (request.Shown ?? request.Headers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return request.Method + string.Concat(lines.Select(line => $"<br>`{line}`"));
    }
}
