namespace OrleansVideo.WebFrontend.Streaming;

/// <summary>A refused viewer's place in the queue.</summary>
/// <param name="Position">1 is next; 0 means go.</param>
/// <param name="RetryAfter">When to ask again, in seconds: early enough to keep the place. 0 with position 0.</param>
internal sealed record QueueJson(int Position, int RetryAfter);
