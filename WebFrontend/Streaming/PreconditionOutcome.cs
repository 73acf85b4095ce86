namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>What the conditions of a request come to.</summary>
internal enum PreconditionOutcome
{
    /// <summary>Go on.</summary>
    Holds,

    /// <summary>The client has it already: 304.</summary>
    NotModified,

    /// <summary>The client wants another state of it: 412.</summary>
    Failed,
}
