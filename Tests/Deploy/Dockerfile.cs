using System.Text.RegularExpressions;

namespace OrleansVideo.Tests.Deploy;

/// <summary>What a Dockerfile says of its stages and of the files that it copies.</summary>
public sealed partial class Dockerfile
{
    public Dockerfile(string text)
    {
        var stages = new List<(string Name, string Base)>();
        var copies = new List<(string? Stage, string Source)>();
        foreach (Match line in Instruction().Matches(Continuation().Replace(text, " ")))
        {
            string[] words = [.. line.Groups["rest"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            switch (line.Groups["word"].Value)
            {
                case "FROM":
                    stages.Add((words is [_, "AS", var name] ? name : "", words[0]));
                    break;
                case "COPY":
                    var from = words.FirstOrDefault(word => word.StartsWith("--from=", StringComparison.Ordinal))?["--from=".Length..];
                    copies.AddRange(words.Where(word => !word.StartsWith("--", StringComparison.Ordinal)).SkipLast(1).Select(source => (from, source)));
                    break;
            }
        }

        (Stages, Copies) = (stages, copies);
    }

    /// <summary>In order, each with the image or stage that it starts from.</summary>
    public IReadOnlyList<(string Name, string Base)> Stages { get; }

    /// <summary>What is copied; from a stage, or from the context when that is null.</summary>
    public IReadOnlyList<(string? Stage, string Source)> Copies { get; }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^(?<word>[A-Z]+) (?<rest>.*)$", RegexOptions.Multiline)]
    private static partial Regex Instruction();
}
