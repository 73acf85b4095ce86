namespace OrleansVideo;

/// <summary>
/// What was to be changed was written by a newer release, and this one can't say so as a <see cref="RefusalCode.NewerVersion"/>: the
/// call has no result for it. Nothing was changed; frontends answer 503.
/// </summary>
[GenerateSerializer, Alias("NewerVersionException")]
public sealed class NewerVersionException : Exception
{
    /// <summary>Says that something was written by a newer release.</summary>
    public NewerVersionException()
        : base("It was written by a newer release than this one, which can show it and must not change it.")
    {
    }

    /// <summary>Says what was written by a newer release.</summary>
    /// <param name="message">What, and of which id.</param>
    public NewerVersionException(string message)
        : base(message)
    {
    }

    /// <summary>Says what was written by a newer release, and how that was found out.</summary>
    /// <param name="message">What, and of which id.</param>
    /// <param name="innerException">How it was found out.</param>
    public NewerVersionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
