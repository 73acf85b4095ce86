namespace OrleansVideo.Silo.Database;

/// <summary>How far a commit has gone when it is acknowledged (SQLite's <c>synchronous</c>, in write-ahead mode).</summary>
public enum SqliteSynchronous
{
    /// <summary>Handed to the operating system: survives the end of the process, but the last commits may be lost with the power.</summary>
    Normal = 1,

    /// <summary>On the medium: survives the loss of power.</summary>
    Full = 2,
}
