namespace OrleansVideo.Tests.Silo.Database;

/// <summary>A migrated database of its own for one test.</summary>
public interface ITestDatabase : IDisposable
{
    /// <summary>Runs the statement stored under a key as Orleans does: all parameters bound, the rows of all results together.</summary>
    List<Dictionary<string, object?>> Query(string queryKey, params (string Name, object? Value)[] parameters);

    /// <summary>Runs a statement as <see cref="Query"/> does.</summary>
    List<Dictionary<string, object?>> Sql(string text, params (string Name, object? Value)[] parameters);
}
