namespace OrleansVideo.Silo.Startup;

/// <summary>
/// A reason why this process cannot start that an operator can remove: the message is one plain sentence or two, names the file or the
/// setting at fault, and is all they are shown.
/// </summary>
public sealed class StartupException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to do about it, for a human, in one line.</param>
    public StartupException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception over the failure that revealed it.</summary>
    /// <param name="message">What is wrong and what to do about it, for a human, in one line.</param>
    /// <param name="innerException">The technical failure, for the log.</param>
    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
