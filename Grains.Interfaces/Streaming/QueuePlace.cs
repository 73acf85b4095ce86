namespace OrleansVideo.Streaming;

/// <summary>A refused viewer's place among those who wait for a token.</summary>
/// <param name="Position">1 is next; 0 means that a token is there to be taken.</param>
/// <param name="RetryAfter">When to ask again, early enough to keep the place; zero together with position 0.</param>
[GenerateSerializer, Immutable, Alias("QueuePlace")]
public sealed record QueuePlace([property: Id(0)] int Position, [property: Id(1)] TimeSpan RetryAfter)
{
    /// <summary>A token is there to be taken.</summary>
    public static QueuePlace Go { get; } = new(0, TimeSpan.Zero);
}
