namespace OrleansVideo.Tests.Cluster;

/// <summary>One run of a script, to its end.</summary>
public sealed record ScriptRun(string Arguments, int ExitCode, string Output, string Error)
{
    /// <summary>The same run, when it ended with that code; otherwise the test fails with what it said.</summary>
    public ScriptRun Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"{Arguments}: expected exit code {exitCode}, got {ExitCode}:\n{Error}");
        return this;
    }
}
