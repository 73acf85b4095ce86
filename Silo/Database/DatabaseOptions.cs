namespace OrleansVideo.Silo.Database;

/// <summary>How the embedded database writes, bound from <c>OrleansVideo:Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>
    /// What an acknowledged write survives. Full keeps the promise that nothing acknowledged is lost; Normal writes several times faster
    /// and gives that promise up for a power cut.
    /// </summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;
}
