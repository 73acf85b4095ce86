namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>This process, as the stream limiter knows it.</summary>
internal sealed class Frontend
{
    /// <summary>Drawn at start: a process that comes back is another holder.</summary>
    public Guid Id { get; } = Guid.NewGuid();
}
