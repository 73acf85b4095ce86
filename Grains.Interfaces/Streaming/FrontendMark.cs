namespace OrleansVideo.Streaming;

/// <summary>
/// What every message of a frontend to the limiter carries. Messages may be lost, come twice, late, or in another order: a
/// message with a lower number than one that was handled is refused, to be sent again.
/// </summary>
/// <param name="Frontend">The process's id, drawn at its start.</param>
/// <param name="Number">Grows with each message of the process.</param>
/// <param name="Epoch">The limiter's epoch to which the process has reported; 0 before its first report.</param>
[GenerateSerializer, Immutable, Alias("FrontendMark")]
public readonly record struct FrontendMark(
    [property: Id(0)] Guid Frontend,
    [property: Id(1)] long Number,
    [property: Id(2)] long Epoch);
